using System.Text.RegularExpressions;
using EphemeralAgents.Cli.Inputs;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Cli.Tests;

/// <summary>A shell that runs the whole program against the fakes, whose agents are online as soon as their container group exists.</summary>
internal sealed class CommandLine
{
    public const string ClientSecret = "S3cret-of-the-service-principal";
    public const string RegistryToken = "p4ssword-of-the-registry";
    public const string Token = "t0ken-of-the-organization";

    public CommandLine()
    {
        Pools = new FakeAgentPools(Calls);
        Groups = new FakeContainerGroups(Calls)
        {
            Before = (call, _) =>
            {
                if (call != "create-group") return Task.CompletedTask;
                foreach (var (id, agent) in Pools.Agents) Pools.Agents[id] = agent with { IsOnline = true };
                return Task.CompletedTask;
            },
        };
    }

    public CallLog Calls { get; } = new();

    public FakeAgentPools Pools { get; }

    public FakeContainerGroups Groups { get; }

    public Dictionary<string, string> Environment { get; init; } = Workstation();

    /// <summary>What the program made of connections, when it came so far.</summary>
    public AzureAccess? Azure { get; private set; }

    public OrganizationAccess? Organization { get; private set; }

    /// <summary>The registry that was asked for a password.</summary>
    public RegistryIdentity? Registry { get; private set; }

    public async Task<Ending> RunAsync(IEnumerable<string> args, CancellationToken ct = default)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var shell = new Shell(new CliConsole(output, error), Environment, new ManualClock())
        {
            Connect = (azure, organization) =>
            {
                (Azure, Organization) = (azure, organization);
                return new Ports(Pools, Groups);
            },
            SignInToRegistry = (registry, _) =>
            {
                Registry = registry;
                return Task.FromResult(RegistryToken);
            },
        };
        var code = await Program.RunAsync([.. args], shell, ct);
        return new Ending(code, output.ToString(), error.ToString());
    }

    public static Dictionary<string, string> Workstation() => new(StringComparer.Ordinal)
    {
        ["AZURE_SUBSCRIPTION_ID"] = Some.ResourceGroup.SubscriptionId,
        ["AZURE_TENANT_ID"] = "7a1e0000-0000-4000-8000-000000000001",
        ["AZURE_CLIENT_ID"] = "c11e0000-0000-4000-8000-000000000002",
        ["AZURE_CLIENT_SECRET"] = ClientSecret,
        ["AZURE_DEVOPS_EXT_PAT"] = Token,
    };

    /// <summary>The least that <c>provision</c> needs, and <paramref name="changes"/>: an option without a value is left out.</summary>
    public static IEnumerable<string> Provision(params (string Option, string? Value)[] changes) => Of("provision", new()
    {
        ["--organization"] = "https://dev.azure.com/fabrikam",
        ["--pool"] = "Ephemeral",
        ["--agent-name"] = "deploy-1207",
        ["--resource-group"] = "rg-agents",
        ["--virtual-network"] = "vnet-private",
        ["--subnet"] = "snet-agents",
        ["--image"] = "fabrikam.azurecr.io/agents/linux:1",
    }, changes);

    public static IEnumerable<string> Remove(params (string Option, string? Value)[] changes) => Of("remove", new()
    {
        ["--organization"] = "https://dev.azure.com/fabrikam",
        ["--pool"] = "Ephemeral",
        ["--agent-name"] = "deploy-1207",
        ["--resource-group"] = "rg-agents",
    }, changes);

    private static IEnumerable<string> Of(string command, Dictionary<string, string?> options, (string Option, string? Value)[] changes)
    {
        foreach (var (option, value) in changes) options[option] = value;
        return [command, .. options.Where(option => option.Value is not null).SelectMany(option => (string[])[option.Key, option.Value!])];
    }
}

/// <summary>What a shell sees of a program that has ended.</summary>
internal sealed partial record Ending(int ExitCode, string Out, string Error)
{
    public IReadOnlyList<string> Errors => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>For snapshots: secrets that are made anew every time are left out.</summary>
    public override string ToString() => $"exit code {ExitCode}\n--- out\n{Masked(Out)}--- error\n{Masked(Error)}";

    private static string Masked(string text) => Secret().Replace(text, "##vso[task.setsecret]…");

    [GeneratedRegex(@"##vso\[task\.setsecret\][^\r\n]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
