using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.AzureDevOps.Wire;

/// <summary>The agent packages that the organization offers, newest first.</summary>
internal static class PackageEndpoints
{
    private static readonly string[] Platforms = ["linux-x64", "linux-arm64", "osx-x64", "osx-arm64", "win-x64"];

    public static IResult List(Call call)
    {
        var platform = call.Request.RouteValues["platform"] as string;
        var most = int.TryParse(call.Query("$top") ?? call.Query("top"), out var top) ? top : int.MaxValue;
        return Json.Collection((
            from version in call.Organization.AgentPackages.OrderDescending()
            from offered in Platforms
            where platform is null || platform.Equals(offered, StringComparison.OrdinalIgnoreCase)
            where call.Text("type").Equals("agent", StringComparison.OrdinalIgnoreCase)
            select Describe(version, offered)).Take(most));
    }

    public static IResult Get(Call call) =>
        call.Organization.AgentPackages.FirstOrDefault(version => version.ToString() == call.Text("version")) is { } version
            ? Json.Ok(Describe(version, call.Text("platform")))
            : throw new RefusedException(404, "PackageNotFoundException", $"No package {call.Text("version")} found for platform {call.Text("platform")}.");

    private static JsonNode Describe(Version version, string platform) => new JsonObject
    {
        ["type"] = "agent",
        ["platform"] = platform,
        ["createdOn"] = "2026-01-05T08:00:00Z",
        ["version"] = new JsonObject { ["major"] = version.Major, ["minor"] = version.Minor, ["patch"] = version.Build },
        ["downloadUrl"] = $"https://download.agent.dev.azure.com/agent/{version}/vsts-agent-{platform}-{version}.{(platform.StartsWith("win", StringComparison.Ordinal) ? "zip" : "tar.gz")}",
        ["infoUrl"] = "https://go.microsoft.com/fwlink/?LinkId=798199",
        ["filename"] = $"vsts-agent-{platform}-{version}.{(platform.StartsWith("win", StringComparison.Ordinal) ? "zip" : "tar.gz")}",
    };
}
