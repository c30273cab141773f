using System.ComponentModel;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines.Yaml;

namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>One run of one step of a hosted job.</summary>
internal sealed class StepExecution(HostedState state, StepDefinition step)
{
    private readonly Lock _gate = new();
    private JobResult _result = JobResult.Succeeded;
    private bool _over;
    private bool _wroteErrors;

    public string Name => step.Name;

    public Dictionary<string, JobVariable> TaskVariables { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the task's own restrictions let it set a variable.</summary>
    public bool MaySet(string variable) => state.Run.Task(step)?.MaySet(variable) ?? true;

    /// <summary>The worst result counts.</summary>
    public void Complete(JobResult result) => _result = (JobResult)Math.Max((int)_result, (int)result);

    /// <exception cref="OperationCanceledException">It was cancelled, and its process has ended.</exception>
    public async Task<JobResult> RunAsync(CancellationToken ct)
    {
        try
        {
            if (StepLaunch.Of(state, step, TaskVariables) is not { } launch) return _result;
            var ladder = new CancelLadder(Milliseconds("PROCESS_SIGINT_TIMEOUT") ?? CancelLadder.Default.Interrupt, Milliseconds("PROCESS_SIGTERM_TIMEOUT") ?? CancelLadder.Default.Terminate);
            var exitCode = await new StepProcess(state.Run.Clock, ladder).RunAsync(launch.Command, line => Take(line), line => Take(line, isError: true), ct);
            if (exitCode != 0) Fail(launch.FailureOf(exitCode));
            if (_wroteErrors && launch.FailsOnErrors) Fail($"{launch.Shell} wrote one or more lines to the standard error stream.");
        }
        catch (Exception problem) when (problem is Win32Exception or IOException or InvalidOperationException)
        {
            Fail(problem.Message);
        }
        finally
        {
            lock (_gate) _over = true; // a child that has outlived the step may still write
        }

        return _result;
    }

    private void Fail(string message)
    {
        state.Error(message);
        Complete(JobResult.Failed);
    }

    // The agent's knobs: variables of the job, in milliseconds.
    private TimeSpan? Milliseconds(string knob) => int.TryParse(state.Variables[knob], out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private void Take(string line, bool isError = false)
    {
        lock (_gate)
        {
            if (_over) return;
            _wroteErrors |= isError;
            if (LoggingCommand.Find(line) is not { } command)
            {
                state.Write(line);
                return;
            }

            try
            {
                CommandEffects.Apply(command, state, this);
            }
            catch (Exception problem) when (problem is InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                state.Error($"Unable to process command '##vso[{command.Area}.{command.Event}]' successfully. {problem.Message}");
                Complete(JobResult.Failed);
            }
        }
    }
}
