using EphemeralAgents.Provisioning;

namespace EphemeralAgents.Cli.Output;

/// <summary>One line for each phase, with the time that has passed.</summary>
internal sealed class PhaseLines(Report report) : IProgress<PhaseReached>
{
    public void Report(PhaseReached value) => report.Line(Of(value));

    public static string Of(PhaseReached reached) =>
        FormattableString.Invariant($"{reached.Elapsed.TotalSeconds,7:0.0} s  {reached.Phase,-10}  {reached.Detail}").TrimEnd();
}
