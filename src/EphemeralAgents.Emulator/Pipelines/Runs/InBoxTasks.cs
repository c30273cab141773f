using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>The tasks that every organization has and the emulator can run.</summary>
internal static class InBoxTasks
{
    public static IReadOnlyDictionary<string, TaskReference> All { get; } = new Dictionary<string, TaskReference>(StringComparer.OrdinalIgnoreCase)
    {
        [StepReader.CommandLine] = new(Guid.Parse("d9bafed4-0b18-4f58-968d-86655b4d2ce9"), "CmdLine", "2.250.1"),
        [StepReader.Bash] = new(Guid.Parse("6c731c3c-3c68-459a-a5c9-bde6e6595b5b"), "Bash", "3.250.1"),
        [StepReader.PowerShell] = new(Guid.Parse("e213ff0f-5d5c-4791-802d-52ea3e7be1f1"), "PowerShell", "2.250.1"),
        [StepReader.Checkout] = new(Guid.Parse("6d15af64-176c-496d-b583-fd2ae21d4df4"), "Checkout", "1.0.0"),
    };
}
