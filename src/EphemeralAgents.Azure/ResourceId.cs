using Azure.Core;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Azure;

internal static class ResourceId
{
    /// <exception cref="ProvisioningException">The text is no resource id; Azure.Core's own type would say so only when it is used.</exception>
    public static ResourceIdentifier Parse(string text) => ResourceIdentifier.TryParse(text, out var id) && id is not null ? id
        : throw new ProvisioningException(ExitCode.Usage, $"'{text}' is no resource id: it must begin with /subscriptions/GUID/resourceGroups/NAME/providers/.");
}
