using System.Runtime.InteropServices;
using EphemeralAgents.StandInAgent.Configuration;
using EphemeralAgents.StandInAgent.Jobs;
using EphemeralAgents.StandInAgent.Listening;

#pragma warning disable RS0030 // The process's own console is handed to the part that runs.
var folder = AgentFolder.Of(AppContext.BaseDirectory);
using var interruption = new CancellationTokenSource();

// Ctrl+C reaches the whole process group. Only the listener acts on it; it then tells its worker.
// SIGTERM has no handler on purpose: the real agent dies of it (143) and leaves its session behind.
var isWorker = Path.GetFileName(Environment.ProcessPath) is "Agent.Worker" or "Agent.Worker.exe";
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    if (!isWorker) interruption.Cancel();
});

return isWorker
    ? await new WorkerProgram(folder, TimeProvider.System).RunAsync(Console.In)
    : await new ListenerProgram(folder, Console.Out, TimeProvider.System).RunAsync(args, interruption.Token);
