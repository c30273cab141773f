using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Runs;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>What the steps of a hosted job share and change.</summary>
internal sealed class HostedState(RunContext run, JobAssignment job, Variables variables, WorkFolder folder, ServiceConnection systemConnection)
{
    public RunContext Run { get; } = run;
    public JobAssignment Job { get; } = job;
    public Variables Variables { get; } = variables;
    public WorkFolder Folder { get; } = folder;
    public ServiceConnection SystemConnection { get; } = systemConnection;
    public SecretMasker Masker { get; } = new();
    public string Mark { get; } = $"vsts_{Guid.NewGuid()}";
    public List<string> PrependedPaths { get; } = [];
    public Dictionary<string, JobVariable> Outputs { get; } = new(StringComparer.OrdinalIgnoreCase);
    public string CaCertificate => Run.Cloud.CaCertificatePath;
    public bool IsDebugging => string.Equals(Variables["System.Debug"], "true", StringComparison.OrdinalIgnoreCase);

    public void Write(string line) => Run.Write(Job.Run, Masker.Mask(line));

    public void Error(string message) => Issue("error", message);

    public void Warning(string message) => Issue("warning", message);

    private void Issue(string type, string message)
    {
        var masked = Masker.Mask(message);
        Job.Run.AddIssue(masked);
        foreach (var line in $"##[{type}]{masked}".Split('\n')) Write(line.TrimEnd('\r'));
    }
}
