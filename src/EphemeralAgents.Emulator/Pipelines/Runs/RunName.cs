using System.Globalization;
using System.Text.RegularExpressions;

namespace EphemeralAgents.Emulator.Pipelines.Runs;

/// <summary>The <c>name:</c> of a pipeline, which names its runs: <c>$(Date:yyyyMMdd)$(Rev:.r)</c> and the like.</summary>
internal static partial class RunName
{
    public static string Expand(string format, DateTimeOffset now, int revision, string buildId) => Macro.Replace(format, match =>
    {
        var argument = match.Groups["format"].Value;
        return match.Groups["name"].Value.ToUpperInvariant() switch
        {
            "DATE" => now.ToString(argument.Length > 0 ? argument : "yyyyMMdd", CultureInfo.InvariantCulture),
            "REV" => argument.Replace("r", revision.ToString(CultureInfo.InvariantCulture)),
            "BUILDID" or "BUILD.BUILDID" => buildId,
            "BUILD.DEFINITIONNAME" or "DEFINITIONNAME" => SystemVariables.PipelineName,
            "SOURCEBRANCHNAME" or "BUILD.SOURCEBRANCHNAME" => "main",
            "TEAMPROJECT" or "SYSTEM.TEAMPROJECT" => World.Project,
            _ => match.Value,
        };
    });

    [GeneratedRegex(@"\$\((?<name>[A-Za-z.]+)(:(?<format>[^)]*))?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Macro { get; }
}
