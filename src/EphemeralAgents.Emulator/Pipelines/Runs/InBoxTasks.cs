using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>The tasks that every organization has and the emulator can run.</summary>
internal static class InBoxTasks
{
    public static IReadOnlyDictionary<string, TaskReference> All { get; } = new Dictionary<string, TaskReference>(StringComparer.OrdinalIgnoreCase)
    {
        [StepReader.CommandLine] = new(TaskCatalog.CmdLine, "CmdLine", "2.250.1"),
        [StepReader.Bash] = new(TaskCatalog.Bash, "Bash", "3.250.1"),
        [StepReader.PowerShell] = new(TaskCatalog.PowerShell, "PowerShell", "2.250.1"),
        [StepReader.Checkout] = new(Guid.Parse("6d15af64-176c-496d-b583-fd2ae21d4df4"), "Checkout", "1.0.0"),
    };
}
