using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EphemeralAgents.Cli.Commands;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

/// <summary>The pages in docs/ say what the program does.</summary>
internal sealed partial class DocumentationTests
{
    [Test]
    public void The_page_of_the_command_line_has_every_option_as_the_help_has_it()
    {
        var connections = new Connections();
        var shell = new Shell(new CliConsole(TextWriter.Null, TextWriter.Null), new Dictionary<string, string>(), new ManualClock()) { Connect = connections.Open, SignInToRegistry = connections.SignInAsync };
        var expected = Root.Create(shell).Subcommands.SelectMany(command => command.Options.Select(option => $"{command.Name}: {Row(option)}"));
        var (command, rows) = ("", new List<string>());
        foreach (var line in File.ReadLines(Repository.PathOf("docs", "cli.md")))
        {
            if (Heading().Match(line) is { Success: true } heading) command = heading.Groups["command"].Value;
            if (line.StartsWith("| `--", StringComparison.Ordinal)) rows.Add($"{command}: {line}");
        }

        Assert.That(rows, Is.EqualTo(expected));
    }

    [Test]
    public void The_page_of_the_task_is_made_of_its_definition()
    {
        var page = Repository.PathOf("docs", "task-reference.md");
        var expected = TaskReference.Of(JsonNode.Parse(File.ReadAllText(Repository.PathOf("task", "EphemeralPipelinesAgents", "task.json")))!);
        if (Environment.GetEnvironmentVariable("EPHEMERAL_AGENTS_ACCEPT") == "1") File.WriteAllText(page, expected);
        Assert.That(File.Exists(page) ? File.ReadAllText(page).ReplaceLineEndings("\n") : "", Is.EqualTo(expected), "./build.sh --target=Docs makes it anew.");
    }

    [Test]
    public void The_page_of_exit_codes_has_every_code()
    {
        var rows = File.ReadLines(Repository.PathOf("docs", "exit-codes.md")).Select(line => Code().Match(line)).Where(match => match.Success)
            .Select(match => $"{match.Groups["code"].Value} {match.Groups["name"].Value}");
        Assert.That(rows, Is.EqualTo(Enum.GetValues<ExitCode>().Select(code => $"{(int)code} {code}")));
    }

    // A bar within a cell of a table has to be escaped.
    private static string Row(Option option) =>
        $"| `{option.Name}{(option.HelpName is null ? "" : $" {option.HelpName.Replace("|", "\\|", StringComparison.Ordinal)}")}` | {option.Description} |";

    [GeneratedRegex("^## `(?<command>[a-z]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| (?<code>[0-9]+) \| (?<name>[A-Za-z]+) \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
