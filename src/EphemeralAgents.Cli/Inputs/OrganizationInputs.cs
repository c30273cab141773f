namespace EphemeralAgents.Cli.Inputs;

/// <summary>The inputs that say how Azure DevOps is reached; a pipeline says it all by itself.</summary>
internal static class OrganizationInputs
{
    public const string PersonalTokenVariable = "AZURE_DEVOPS_EXT_PAT";
    public const string JobTokenVariable = "SYSTEM_ACCESSTOKEN";

    public static readonly Input ServiceConnection = new("azureDevOpsServiceConnection", "ID",
        "the Azure DevOps service connection whose identity registers the agent") { Default = "none: the job's own token" };

    public static readonly Input Organization = new("organization", "URL",
        $"the address of the Azure DevOps organization, whose token is read from {PersonalTokenVariable} or {JobTokenVariable}") { IsOptionOnly = true, Default = "the pipeline's" };
    public static readonly Input Project = new("project", "NAME", "the project whose permission to use the pool is checked") { IsOptionOnly = true, Default = "the pipeline's" };

    public static IReadOnlyList<Input> All { get; } = [ServiceConnection, Organization, Project];

    public static OrganizationAccess? Read(InputReader inputs)
    {
        var url = inputs.Url(Organization, whenAbsent: inputs.Pipeline.OrganizationUrl);
        if (url is null && inputs.Optional(Organization) is null) inputs.Missing(Organization);
        var project = inputs.Optional(Project) ?? inputs.Pipeline.Project;
        var identity = inputs.Optional(ServiceConnection) is { } id ? OfConnection(inputs, id) : OfEnvironment(inputs);
        return url is null || identity is null ? null : new OrganizationAccess(url, project, identity);
    }

    private static EntraUser? OfConnection(InputReader inputs, string id)
    {
        var reader = new ConnectionReader(inputs, ServiceConnection, "an Azure DevOps");
        return reader.Find(id) is { } connection && reader.Identity(connection) is { } identity && KnownClouds.OfAzureDevOps(connection, reader) is { } cloud
            ? new EntraUser(cloud, identity) : null;
    }

    /// <summary>A person's token is for a person's shell: in a pipeline it would be anybody's who can set a variable.</summary>
    private static OrganizationIdentity? OfEnvironment(InputReader inputs)
    {
        if (inputs.Pipeline.JobToken is { } handedOver) return new JobIdentity(handedOver);
        if (!inputs.Pipeline.IsPipeline && inputs.Pipeline.Read(PersonalTokenVariable) is { } personal) return new PersonalIdentity(personal);
        if (inputs.Pipeline.Read(JobTokenVariable) is { } mapped) return new JobIdentity(mapped);
        var variables = inputs.Pipeline.IsPipeline ? JobTokenVariable : $"{PersonalTokenVariable} or {JobTokenVariable}";
        inputs.Problem(Organization, $"has no token: set the environment variable {variables}; a token is never an option.");
        return null;
    }
}
