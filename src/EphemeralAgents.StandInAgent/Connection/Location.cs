namespace EphemeralAgents.StandInAgent.Connection;

/// <summary>A resource of the area distributedtask by its location id (azure-pipelines-agent, TaskResourceIds), and the api-version asked of it.</summary>
internal sealed record Location(Guid Id, string ApiVersion = "5.1-preview.1")
{
    public static readonly Location Sessions = new(new Guid("134e239e-2df3-4794-a6f6-24f1f19ec8dc"));
    public static readonly Location Messages = new(new Guid("c3a054f6-7a8a-49c0-944e-3a8e5d7adfd7"));
    public static readonly Location JobRequests = new(new Guid("fc825784-c92a-4299-9221-998a02d1b54f"));
    public static readonly Location Records = new(new Guid("8893bc5b-35b2-4be7-83cb-99e683551db4"));
    public static readonly Location Feed = new(new Guid("858983e4-19bd-4c5e-864c-507b59b58b12"));
    public static readonly Location Attachments = new(new Guid("7898f959-9cdf-4096-b29e-7f293031629e"));
    public static readonly Location Logs = new(new Guid("46f5667d-263a-4684-91b1-dff7fdcf64e2"));
    public static readonly Location PlanEvents = new(new Guid("557624af-b29e-4c20-8ab0-0399d2204f3f"), "2.0-preview.1");
    public static readonly Location Tasks = new(new Guid("60aac929-f0cd-4bc8-9ce4-6b30e8f1b1bd"), "3.0");
}
