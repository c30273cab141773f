using EphemeralAgents.AzurePipelines.TaskEnvironment;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>The input that says what the image is pulled with, where no identity pulls it.</summary>
internal static class RegistryInputs
{
    public static readonly Input ServiceConnection = new("registryServiceConnection", "ID",
        "the Docker registry service connection that the image is pulled with; better is an identity that pulls it") { Default = "none" };

    public static RegistryAccess? Read(InputReader inputs)
    {
        if (inputs.Optional(ServiceConnection) is not { } id) return null;
        if (inputs.Optional(RequestInputs.PullIdentity) is not null)
        {
            inputs.Problem(ServiceConnection, $"does not go with {inputs.NameOf(RequestInputs.PullIdentity)}: give one of them.");
            return null;
        }

        var reader = new ConnectionReader(inputs, ServiceConnection, "a Docker registry");
        return reader.Find(id) is not { } connection ? null
            : "ACR".Equals(connection.Data("RegistryType"), StringComparison.OrdinalIgnoreCase) ? OfAzure(connection, reader)
            : OfAnyOther(connection, reader);
    }

    private static RegistryAccess? OfAzure(ServiceConnection connection, ConnectionReader reader)
    {
        if (Server(reader.Need(connection.Parameter("LoginServer"), "a login server"), reader) is not { } server) return null;
        // A registry takes a service principal's own id and secret, without a detour.
        if (connection.Scheme.Equals("ServicePrincipal", StringComparison.OrdinalIgnoreCase))
            return Password(server, reader.Need(connection.Parameter("ServicePrincipalId"), "a service principal's id"), reader.Need(connection.Parameter("ServicePrincipalKey"), "a secret"));
        return reader.Identity(connection) is { } identity && KnownClouds.OfRegistry(server, connection, reader) is { } cloud ? new RegistryIdentity(server, cloud, identity) : null;
    }

    private static RegistryPassword? OfAnyOther(ServiceConnection connection, ConnectionReader reader)
    {
        var server = Server(reader.Need(connection.Parameter("Registry"), "a registry"), reader);
        var (username, password) = (reader.Need(connection.Parameter("Username"), "a user name"), reader.Need(connection.Parameter("Password"), "a password"));
        return server is null ? null : Password(server, username, password);
    }

    private static RegistryPassword? Password(string server, string? username, string? password) =>
        username is null || password is null ? null : new RegistryPassword(server, username, password);

    // https://index.docker.io/v1/ as well as fabrikam.azurecr.io
    private static string? Server(string? text, ConnectionReader reader)
    {
        if (text is null) return null;
        if (Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}", UriKind.Absolute, out var address))
            return reader.Secure(address)?.Authority;
        reader.Problem($"names no registry: {InputReader.Shown(text)} is no address.");
        return null;
    }
}
