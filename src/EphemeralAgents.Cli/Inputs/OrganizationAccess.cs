namespace EphemeralAgents.Cli.Inputs;

/// <summary>Which organization and project, and the token that acts in it.</summary>
/// <param name="Project">Null: nobody is asked whether the project may use the pool.</param>
/// <param name="IsPersonal">A personal access token, which is sent as a password; else a bearer token.</param>
internal sealed record OrganizationAccess(Uri Url, string? Project, string Token, bool IsPersonal)
{
    public override string ToString() => Url.ToString();
}

/// <summary>The inputs that say how Azure DevOps is reached; a pipeline says it all by itself.</summary>
internal static class OrganizationInputs
{
    public const string PersonalTokenVariable = "AZURE_DEVOPS_EXT_PAT";
    public const string JobTokenVariable = "SYSTEM_ACCESSTOKEN";

    public static readonly Input Organization = new("organization", "URL",
        $"the address of the Azure DevOps organization, whose token is read from {PersonalTokenVariable} or {JobTokenVariable}") { IsOptionOnly = true, Default = "the pipeline's" };
    public static readonly Input Project = new("project", "NAME", "the project whose permission to use the pool is checked") { IsOptionOnly = true, Default = "the pipeline's" };

    public static IReadOnlyList<Input> All { get; } = [Organization, Project];

    public static OrganizationAccess? Read(InputReader inputs)
    {
        var url = inputs.Url(Organization, whenAbsent: inputs.Pipeline.OrganizationUrl);
        if (url is null && inputs.Optional(Organization) is null) inputs.Missing(Organization);
        var project = inputs.Optional(Project) ?? inputs.Pipeline.Project;
        var personal = inputs.Pipeline.Read(PersonalTokenVariable);
        var token = inputs.Pipeline.JobToken ?? personal ?? inputs.Pipeline.Read(JobTokenVariable);
        if (token is null) inputs.Problem(Organization, $"has no token: set the environment variable {PersonalTokenVariable} or {JobTokenVariable}; a token is never an option.");
        return url is null || token is null ? null : new OrganizationAccess(url, project, token, IsPersonal: token == personal);
    }
}
