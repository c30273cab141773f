using System.Text.RegularExpressions;
using EphemeralAgents.ContainerGroups;
using static EphemeralAgents.ContainerGroups.CloudErrorKind;

namespace EphemeralAgents.Azure.Failures;

/// <summary>What Resource Manager's and Container Instances' error codes mean for us. The HTTP status does not tell: 409 stands for capacity, registry and network alike.</summary>
internal static partial class KnownErrors
{
    private const string Pull = "Check the image's name and tag and how it is pulled: a user-assigned identity with the role AcrPull on the registry, or user name and password. "
        + "A registry that is closed to public networks must allow trusted Azure services. Right after a push or a role assignment, try again in some minutes.";

    private const string Throttled = "Too many requests for this subscription at the moment: try again in some minutes, and let fewer agents start at once.";

    private static readonly Dictionary<string, (CloudErrorKind Kind, string Remedy)> Table = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ResourceGroupNotFound"] = (Configuration, "Correct the resource group's name, or create it: az group create --name NAME --location LOCATION"),
        ["SubscriptionNotFound"] = (Configuration, "Correct the subscription's id, or use a service connection of that subscription."),
        ["ResourceNotFound"] = (Configuration, "Correct the name; Azure also says this of what the identity may not see."),
        ["InvalidAuthenticationTokenTenant"] = (Configuration, "The token is of another tenant: correct the tenant of the service connection."),
        ["ExpiredAuthenticationToken"] = (Configuration, "The token has expired, and a sealed one cannot be renewed: delete the container group by 'remove' from a pipeline."),
        ["MissingSubscriptionRegistration"] = (Configuration, "Register the provider once per subscription: az provider register --namespace Microsoft.ContainerInstance --wait"),
        ["NoRegisteredProviderFound"] = (Configuration, "This region does not offer Container Instances: use a virtual network in another region."),
        ["InaccessibleImage"] = (Configuration, Pull),
        ["InvalidImageRegistryIdentity"] = (Configuration, "Pull the image by a user-assigned identity: the container group's own system-assigned one cannot pull."),
        ["AmbiguousImageResitryCredentialType"] = (Configuration, "Give either an identity or a user name and password for the registry, not both."),
        ["OsVersionNotSupported"] = (Configuration, "Use a Windows image of a version that Container Instances runs."),
        ["SubnetMissingRequiredDelegation"] = (Configuration,
            "Delegate the subnet: az network vnet subnet update --ids SUBNET-ID --delegations Microsoft.ContainerInstance/containerGroups"),
        ["SubnetAndContainerGroupMustBeInSameSubscription"] = (Configuration, "Create the container group in the subnet's subscription: it may be in another resource group, not in another subscription."),
        ["VirtualNetworkNotFound"] = (Configuration, "Correct the subnet's resource id: az network vnet subnet show --ids SUBNET-ID"),
        ["ServiceUnavailable"] = (Capacity, "The region has no room for this size now: try again later, ask for less CPU or memory, or use a subnet in another region."),
        ["ContainerGroupQuotaReached"] = (Quota, "Remove container groups that are not needed, or have the limit raised: Azure portal > Subscription > Usage + quotas > Container Instances."),
        ["SubnetIsFull"] = (Quota, "Use a larger subnet (/24 or more); addresses of deleted container groups come back late."),
        ["RegistryErrorResponse"] = (Transient, "The registry refused for the moment, often by its own limit of pulls: try again, or keep the image in a registry of your own."),
        ["ServiceAssociationLinkNotReady"] = (Transient, "The subnet is busy with another container group: try again."),
        ["AnotherOperationInProgress"] = (Transient, "The virtual network is busy: try again."),
        ["RetryableErrorDueToAnotherOperation"] = (Transient, "The virtual network is busy: try again."),
        ["ContainerGroupTransitioning"] = (Transient, "The container group is busy: try again in ten seconds."),
        ["ResourceRequestsThrottled"] = (Transient, Throttled),
        ["SubscriptionRequestsThrottled"] = (Transient, Throttled),
        ["TooManyRequests"] = (Transient, Throttled),
        ["InternalServerError"] = (Transient, "Azure failed inside: try again; should it last, see https://status.azure.com"),
    };

    /// <summary>The error with its kind and remedy. Of several inner errors, one that needs a person decides.</summary>
    public static CloudError Judge(CloudError error, string? correlationId)
    {
        var known = new[] { error.Code }.Concat(Inner().Matches(error.Message).Select(match => match.Groups["code"].Value))
            .Where(Table.ContainsKey).Select(code => Table[code]).OrderBy(entry => entry.Kind).ToList();
        return known.Count > 0
            ? error with { Kind = known[0].Kind, Remedy = known[0].Remedy }
            : error with { Kind = Configuration, Remedy = $"Look the code up in Azure's documentation, or ask Azure's support{(correlationId is null ? "" : $", quoting correlation id {correlationId}")}." };
    }

    // MultipleErrorsOccurred: "Multiple error occurred: 'BadRequest':'InaccessibleImage':'The image …';'Conflict':'RegistryErrorResponse':'…'"
    [GeneratedRegex("'[A-Za-z]+':'(?<code>[A-Za-z]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Inner();
}
