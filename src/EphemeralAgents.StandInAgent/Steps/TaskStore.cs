using System.IO.Compression;
using EphemeralAgents.StandInAgent.Connection;
using EphemeralAgents.StandInAgent.Jobs;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>The tasks in the work folder. A version that is there is never downloaded again.</summary>
internal static class TaskStore
{
    // The real agent asks for this one to learn whether the organization has tasks at all.
    private const string CmdLine = "d9bafed4-0b18-4f58-968d-86655b4d2ce9";

    /// <summary>The task's folder, downloaded and unpacked if need be.</summary>
    public static async Task<string> GetAsync(JobState job, TaskReference task, CancellationToken ct)
    {
        var folder = Path.Combine(job.Folders.Tasks, $"{task.Name}_{task.Id}", task.Version);
        var completed = folder + ".completed";
        if (File.Exists(completed)) return folder;

        await job.Server.SendAsync(HttpMethod.Get, new Route(Location.Tasks, new Dictionary<string, string> { ["taskId"] = CmdLine }), null, ct);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var zip = Path.Combine(job.Folders.Temporary, Guid.NewGuid() + ".zip");
        await using (var file = File.Create(zip))
        {
            var route = new Route(Location.Tasks, new Dictionary<string, string> { ["taskId"] = task.Id.ToString(), ["versionString"] = task.Version });
            await job.Server.DownloadAsync(route, "application/zip", file, ct);
        }
        await ZipFile.ExtractToDirectoryAsync(zip, folder, ct);
        File.Delete(zip);
        await File.WriteAllTextAsync(completed, $"{job.Clock.GetUtcNow():u}", ct);
        return folder;
    }
}
