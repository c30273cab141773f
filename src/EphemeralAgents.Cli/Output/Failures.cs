using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli.Output;

/// <summary>The one place that turns what went wrong into lines and an exit code.</summary>
internal static class Failures
{
    public static async Task<ExitCode> RunAsync(Report report, bool withStacks, Func<Task> command, CancellationToken ct)
    {
        try
        {
            await command();
            return ExitCode.Success;
        }
        catch (UsageException wrong)
        {
            return report.Wrong(wrong.Problems);
        }
        catch (ProvisioningException failure)
        {
            report.Problem(failure.Message);
            if (withStacks) report.Debug(failure.ToString());
            return Failed(report, failure.ExitCode);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            report.Problem("Cancelled.");
            return ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // Whatever it is, a user sees one line and the process ends in order.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            report.Problem($"unexpected {unexpected.GetType().Name}: {unexpected.Message.ReplaceLineEndings(" ")}{(withStacks ? "" : " (--debug shows more)")}");
            if (withStacks) report.Debug(unexpected.ToString());
            return Failed(report, ExitCode.Failed);
        }
    }

    /// <summary>One line for each problem of the input.</summary>
    public static ExitCode Wrong(this Report report, IReadOnlyCollection<string> problems)
    {
        foreach (var problem in problems) report.Problem(problem);
        report.Failed(problems.Count == 1 ? "The input is wrong." : FormattableString.Invariant($"The input is wrong in {problems.Count} places."));
        return ExitCode.Usage;
    }

    private static ExitCode Failed(Report report, ExitCode code)
    {
        report.Failed(FormattableString.Invariant($"Failed: {code} ({(int)code})."));
        return code;
    }
}
