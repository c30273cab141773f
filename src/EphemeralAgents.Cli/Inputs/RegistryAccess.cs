using EphemeralAgents.Azure;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>A container registry, and what images are pulled from it with.</summary>
internal abstract record RegistryAccess(string Server)
{
    public sealed override string ToString() => Server;
}

/// <param name="Password">Secret.</param>
internal sealed record RegistryPassword(string Server, string Username, string Password) : RegistryAccess(Server);

/// <summary>A registry of Azure that gives an identity of Entra a password for some hours.</summary>
internal sealed record RegistryIdentity(string Server, AzureCloud Cloud, EntraIdentity Identity) : RegistryAccess(Server);
