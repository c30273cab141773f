using EphemeralAgents.Azure;

namespace EphemeralAgents.Cli.Inputs;

/// <summary>Which organization and project, and who acts in it.</summary>
/// <param name="Project">Null: nobody is asked whether the project may use the pool.</param>
internal sealed record OrganizationAccess(Uri Url, string? Project, OrganizationIdentity Identity);

/// <summary>Who signs in to an organization, and what with.</summary>
internal abstract record OrganizationIdentity
{
    // A record's own text would print every member, secrets too.
    public sealed override string ToString() => GetType().Name;
}

/// <summary>The build identity of the job, by the job's own token.</summary>
internal sealed record JobIdentity(string Token) : OrganizationIdentity;

/// <summary>A person, by a personal access token.</summary>
internal sealed record PersonalIdentity(string Token) : OrganizationIdentity;

/// <summary>An application of Entra that is a user of the organization.</summary>
internal sealed record EntraUser(AzureCloud Cloud, EntraIdentity Identity) : OrganizationIdentity;
