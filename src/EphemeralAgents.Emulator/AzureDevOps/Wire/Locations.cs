using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>A resource by the id under which the official clients look up its route.</summary>
internal sealed record ResourceLocation(string Id, string Area, string Resource, string Route)
{
    private const string Task = "distributedtask", Plan = "{scopeIdentifier}/_apis/{area}/hubs/{hubName}/plans/{planId}";

    public static IReadOnlyList<ResourceLocation> All { get; } =
    [
        new("00d9565f-ed9c-4a06-9a50-00e7896ccab4", "Location", "ConnectionData", "_apis/{resource}"),
        new("e81700f7-3be2-46de-8624-2eb35882fcaa", "Location", "ResourceAreas", "_apis/{resource}/{areaId}"),
        new("603fe2ac-9723-48b9-88ad-09305aa6c6e1", "core", "projects", "_apis/{resource}/{*projectId}"),
        new("a8c47e17-4d56-4a56-92bb-de7ea7dc65be", Task, "pools", "_apis/{area}/{resource}/{poolId}"),
        new("162778f3-4b48-48f3-9d58-436fb9c407bc", Task, "permissions", "_apis/{area}/pools/{poolId}/{resource}/{permissions}"),
        new("900fa995-c559-4923-aae7-f8424fe4fbea", Task, "queues", "{project}/_apis/{area}/{resource}/{queueId}"),
        new("e298ef32-5878-4cab-993c-043836571f42", Task, "agents", "_apis/{area}/pools/{poolId}/{resource}/{agentId}"),
        new("30ba3ada-fedf-4da8-bbb5-dacf2f82e176", Task, "usercapabilities", "_apis/{area}/pools/{poolId}/agents/{agentId}/{resource}"),
        new("8cc1b02b-ae49-4516-b5ad-4f9b29967c30", Task, "updates", "_apis/{area}/pools/{poolId}/agents/{agentId}/{resource}"),
        new("134e239e-2df3-4794-a6f6-24f1f19ec8dc", Task, "sessions", "_apis/{area}/pools/{poolId}/{resource}/{sessionId}"),
        new("c3a054f6-7a8a-49c0-944e-3a8e5d7adfd7", Task, "messages", "_apis/{area}/pools/{poolId}/{resource}/{messageId}"),
        new("fc825784-c92a-4299-9221-998a02d1b54f", Task, "jobrequests", "_apis/{area}/pools/{poolId}/{resource}/{requestId}"),
        new("8ffcd551-079c-493a-9c02-54346299d144", Task, "packages", "_apis/{area}/{resource}/{packageType}/{platform}/{version}"),
        new("60aac929-f0cd-4bc8-9ce4-6b30e8f1b1bd", Task, "tasks", "_apis/{area}/{resource}/{taskId}/{versionString}"),
        new("83597576-cc2c-453c-bea6-2882ae6a1653", Task, "timelines", $"{Plan}/{{resource}}/{{timelineId}}"),
        new("8893bc5b-35b2-4be7-83cb-99e683551db4", Task, "records", $"{Plan}/timelines/{{timelineId}}/{{resource}}/{{recordId}}"),
        new("858983e4-19bd-4c5e-864c-507b59b58b12", Task, "feed", $"{Plan}/timelines/{{timelineId}}/records/{{recordId}}/{{resource}}"),
        new("7898f959-9cdf-4096-b29e-7f293031629e", Task, "attachments", $"{Plan}/timelines/{{timelineId}}/records/{{recordId}}/{{resource}}/{{type}}/{{name}}"),
        new("46f5667d-263a-4684-91b1-dff7fdcf64e2", Task, "logs", $"{Plan}/{{resource}}/{{logId}}"),
        new("557624af-b29e-4c20-8ab0-0399d2204f3f", Task, "events", $"{Plan}/{{resource}}"),
        new("69a319f4-28c1-4bfd-93e6-ea0ff5c6f1a2", Task, "oidctoken", $"{Plan}/jobs/{{jobId}}/{{resource}}"),
    ];

    // az asks for 5.1, azure-devops-node-api for previews of 7.2: the clients take what they know up to the maximum.
    public JsonNode Describe() => new JsonObject
    {
        ["id"] = Id,
        ["area"] = Area,
        ["resourceName"] = Resource,
        ["routeTemplate"] = Route,
        ["resourceVersion"] = 1,
        ["minVersion"] = "1.0",
        ["maxVersion"] = "7.2",
        ["releasedVersion"] = "7.1",
    };
}
