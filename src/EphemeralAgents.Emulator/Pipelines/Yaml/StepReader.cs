using System.Globalization;

namespace EphemeralAgents.Emulator.Pipelines.Yaml;

/// <summary>Reads steps. The short forms become the in-box tasks that they stand for, as in the service.</summary>
internal static class StepReader
{
    public const string CommandLine = "CmdLine@2";
    public const string Bash = "Bash@3";
    public const string PowerShell = "PowerShell@2";
    public const string Checkout = "Checkout@1";

    private static readonly (string Key, string Task)[] Forms = [("script", CommandLine), ("bash", Bash), ("pwsh", PowerShell), ("powershell", PowerShell)];
    private static readonly string[] Unsupported = ["download", "downloadBuild", "getPackage", "publish", "upload", "reviewApp", "template"];

    public static IReadOnlyList<StepDefinition> ReadAll(YamlReader parent)
    {
        var steps = parent.Items("steps", "a step").Select(Read).OfType<StepDefinition>().ToList();
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return [.. steps.Select(step => step.Name.Length > 0 ? step : step with { Name = GeneratedName(step.Task, counts) })];
    }

    // The agent needs a name for each step: CmdLine, CmdLine1, CmdLine2, …
    private static string GeneratedName(string task, Dictionary<string, int> counts)
    {
        var name = task.Split('@')[0];
        var count = counts.GetValueOrDefault(name);
        counts[name] = count + 1;
        return count == 0 ? name : name + count.ToString(CultureInfo.InvariantCulture);
    }

    private static StepDefinition? Read(YamlReader step)
    {
        if (step.Has("checkout")) return Common(step, Checkout, $"Checkout {step.Text("checkout")}", ReadCheckout(step));
        if (step.Has("task")) return ReadTask(step);
        foreach (var (key, task) in Forms)
        {
            if (step.Has(key)) return Common(step, task, key == "script" ? "CmdLine" : key == "bash" ? "Bash" : "PowerShell", ReadScript(step, key));
        }

        var unsupported = Unsupported.FirstOrDefault(step.Has);
        step.Add(unsupported is null ? "A step is a script, bash, pwsh, powershell, task or checkout." : $"The step '{unsupported}' is not supported by the emulator.");
        return null;
    }

    private static StepDefinition ReadTask(YamlReader step)
    {
        var task = step.Text("task") ?? "";
        if (!task.Contains('@')) step.Add($"'{task}' names no version of the task: write {task}@MAJOR.", step.Value("task"));
        return Common(step, task, task.Split('@')[0], step.Pairs("inputs"));
    }

    private static Dictionary<string, string> ReadCheckout(YamlReader step)
    {
        foreach (var key in new[] { "clean", "fetchDepth", "fetchFilter", "fetchTags", "lfs", "persistCredentials", "submodules", "path", "workspaceRepo", "sparseCheckoutDirectories", "sparseCheckoutPatterns" }) step.Value(key);
        return Inputs(("repository", step.Text("checkout")));
    }

    private static Dictionary<string, string> ReadScript(YamlReader step, string key)
    {
        var inputs = Inputs(("script", step.Text(key)), ("workingDirectory", step.Text("workingDirectory")), ("failOnStderr", step.Text("failOnStderr")));
        if (key == "script") return inputs;
        inputs["targetType"] = "inline";
        if (key != "bash")
        {
            inputs["pwsh"] = key == "pwsh" ? "true" : "false";
            if (step.Text("errorActionPreference") is { } preference) inputs["errorActionPreference"] = preference;
            if (step.Text("ignoreLASTEXITCODE") is { } ignore) inputs["ignoreLASTEXITCODE"] = ignore;
        }

        return inputs;
    }

    private static Dictionary<string, string> Inputs(params ReadOnlySpan<(string Name, string? Value)> inputs)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in inputs)
        {
            if (value is not null) all[name] = value;
        }

        return all;
    }

    private static StepDefinition Common(YamlReader step, string task, string displayName, IReadOnlyDictionary<string, string> inputs)
    {
        var name = step.Text("name") ?? "";
        if (name.Length > 0 && !Names.IsReference(name)) step.Add($"The step's name '{name}' may have only letters, digits and underscores.", step.Value("name"));
        var definition = new StepDefinition(task, name, step.Text("displayName") ?? displayName, step.Map)
        {
            Inputs = inputs,
            Environment = step.Pairs("env"),
            Condition = step.Text("condition"),
            ContinueOnError = step.Flag("continueOnError", otherwise: false),
            Enabled = step.Flag("enabled", otherwise: true),
            Timeout = step.Minutes("timeoutInMinutes") ?? TimeSpan.Zero,
            Retries = int.TryParse(step.Text("retryCountOnTaskFailure"), NumberStyles.None, CultureInfo.InvariantCulture, out var retries) ? retries : 0,
        };
        step.Finish("target");
        return definition;
    }
}
