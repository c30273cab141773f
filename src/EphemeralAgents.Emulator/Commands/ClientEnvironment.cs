using System.Text;

namespace EphemeralAgents.Emulator.Commands;

/// <summary>The environment that makes stock clients use the emulator: addresses, trust, names, and one application's credential.</summary>
internal sealed class ClientEnvironment
{
    private readonly List<(string Name, string Value, bool IsSecret)> _variables = [];

    private ClientEnvironment()
    {
    }

    public static ClientEnvironment Of(EmulatedCloud cloud)
    {
        var environment = new ClientEnvironment();
        environment.Add("SSL_CERT_FILE", cloud.CaCertificatePath);
        environment.Add("NODE_EXTRA_CA_CERTS", cloud.CaCertificatePath);
        environment.Add("REQUESTS_CA_BUNDLE", cloud.CaCertificatePath);
        environment.Add("AZURE_AUTHORITY_HOST", cloud.Address.ToString());
        environment.Add("AZURE_RESOURCE_MANAGER_URL", cloud.Address.ToString());
        environment.Add("AZURE_TENANT_ID", World.TenantId);
        environment.Add("AZURE_SUBSCRIPTION_ID", World.SubscriptionId);
        environment.Add("AZURE_CLIENT_ID", World.DeployClientId);
        environment.Add("AZURE_CLIENT_SECRET", cloud.Directory.Deploy.Secret, isSecret: true);
        environment.Add("AZURE_RESOURCE_GROUP", World.ResourceGroup);
        environment.Add("AZURE_LOCATION", World.Location);
        environment.Add("AZURE_SUBNET_ID", World.SubnetId);
        environment.Add("AZURE_CLEANUP_IDENTITY_ID", World.CleanupIdentityId);
        environment.Add("AZURE_DEVOPS_ORG_URL", cloud.OrganizationUrl.ToString());
        environment.Add("AZURE_DEVOPS_POOL", World.Pool);
        environment.Add("AZURE_DEVOPS_EXT_PAT", cloud.AzureDevOps.AdministratorToken, isSecret: true);
        return environment;
    }

    public string Masked() => Lines(one => one.IsSecret ? "***" : one.Value);

    /// <summary>A file that a shell can read in (<c>set -a; . FILE</c>), closed to everybody else from its first moment on.</summary>
    public void Write(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options);
        writer.Write(Lines(one => $"'{one.Value.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
    }

    private void Add(string name, string value, bool isSecret = false) => _variables.Add((name, value, isSecret));

    private string Lines(Func<(string Name, string Value, bool IsSecret), string> value) =>
        string.Concat(_variables.Select(one => $"{one.Name}={value(one)}\n"));
}
