using System.Globalization;
using EphemeralAgents.Agents;

namespace EphemeralAgents.Supervisor.Tests;

public sealed class SeparationTests
{
    private static int LastUser = 200_000 + (Environment.ProcessId % 10_000 * 20);

    [Test]
    public async Task The_agent_runs_as_its_user_without_any_privilege()
    {
        await using var harness = Separated("cat /proc/self/status > $root/status", out var user);

        await harness.RunAsync();

        var status = harness.Agent.Read("status").Split('\n');
        Assert.That(status, Does.Contain($"Uid:\t{user}\t{user}\t{user}\t{user}").And.Contain($"Gid:\t{user}\t{user}\t{user}\t{user}")
            .And.Contain("NoNewPrivs:\t1").And.Contain("CapBnd:\t0000000000000000").And.Contain("CapEff:\t0000000000000000"));
        Assert.That(harness.Stages, Does.Contain("agent.user ok"));
    }

    [Test]
    public async Task The_agent_can_read_nothing_of_the_supervisors_process()
    {
        await using var harness = Separated(
            "for f in environ mem maps fd/0 root/etc/shadow cwd/x; do cat /proc/$PPID/$f > /dev/null 2>> $root/errors && echo $f; done > $root/read; kill -0 $PPID 2>> $root/errors && echo kill >> $root/read; exit 0", out _);

        await harness.RunAsync();

        Assert.That(harness.Agent.Read("read"), Is.Empty);
        Assert.That(harness.Agent.Read("errors").Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(7));
    }

    [Test]
    public async Task The_files_belong_to_the_agents_user_alone()
    {
        await using var harness = Separated("stat -c '%n %u %a' .agent .credentials .credentials_rsaparams > $root/owners; cat $root/.agent > /dev/null", out var user);

        await harness.RunAsync();

        Assert.That(harness.Agent.Read("owners").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo([$".agent {user} 600", $".credentials {user} 600", $".credentials_rsaparams {user} 600"]));
    }

    [Test]
    public async Task A_link_that_an_earlier_life_left_in_place_of_a_file_is_not_written_through()
    {
        await using var harness = Separated("exit 0", out _);
        await File.WriteAllTextAsync(harness.Agent.In("precious"), "untouched");
        File.CreateSymbolicLink(harness.Agent.In(AgentFiles.Credentials), harness.Agent.In("precious"));

        await harness.RunAsync();

        Assert.That(harness.Agent.Read("precious"), Is.EqualTo("untouched"));
        Assert.That(harness.Agent.Read(AgentFiles.Credentials), Is.EqualTo(harness.Bundle.Files[AgentFiles.Credentials]));
    }

    [Test]
    public async Task Everything_of_the_agents_user_is_killed_however_far_it_has_gone()
    {
        await using var harness = Separated("for i in 1 2 3 4 5 6 7 8; do (trap '' INT TERM HUP; setsid sleep 1000 < /dev/null > /dev/null 2>&1 & echo $! >> $root/orphans) & done; wait", out var user);
        harness.Pools.Before = (call, _) =>
        {
            if (call == "delete-agent") File.WriteAllText(harness.Agent.In("left"), string.Concat(OwnedBy(user)));
            return Task.CompletedTask;
        };

        await harness.RunAsync();

        Assert.That(harness.Agent.Read("orphans").Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(8));
        Assert.That(harness.Agent.Read("left"), Is.Empty);
        Assert.That(harness.DetailOf("agent.killed"), Does.StartWith("8 processes"));
    }

    [Test]
    public async Task Sealed_secrets_and_no_way_to_separate_means_that_nothing_starts()
    {
        await using var harness = new Harness("exit 0");
        harness.Settings = harness.Settings with { AgentUser = "nobody-of-that-name" };

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Is.Empty);
        Assert.That(harness.Log.Calls, Is.Empty);
        Assert.That(harness.DetailOf("agent.user"), Does.Contain("there is no user 'nobody-of-that-name'"));
        Assert.That(harness.Stages, Does.Contain("agent.user failed"));
    }

    [Test]
    public async Task Root_is_no_user_to_separate_the_agent_from()
    {
        await using var harness = new Harness("exit 0");
        harness.Settings = harness.Settings with { AgentUser = "0" };

        await harness.RunAsync();

        Assert.That(harness.Stages, Does.Contain("agent.user failed"));
    }

    [Test]
    public async Task With_nothing_sealed_an_agent_that_cannot_be_separated_runs_and_is_called_insecure()
    {
        await using var harness = new Harness("exit 0") { HasToken = false };
        harness.Settings = harness.Settings with { AgentUser = "nobody-of-that-name" };
        harness.Bundle = harness.Bundle with { Cleanup = new Cleanup() };

        await harness.RunAsync();

        Assert.That(harness.Agent.Starts, Has.Count.EqualTo(1));
        Assert.That(harness.DetailOf("agent.user"), Does.StartWith("INSECURE"));
    }

    // Each test has a user of its own: at its end everything of that user is killed.
    private static Harness Separated(string script, out int user)
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/setpriv")) throw new IgnoreException("Only root can change users, with setpriv (package util-linux).");
        user = Interlocked.Increment(ref LastUser);
        var harness = new Harness(script);
        harness.Settings = harness.Settings with { AgentUser = user.ToString(CultureInfo.InvariantCulture) };
        return harness;
    }

    private static IEnumerable<string> OwnedBy(int user) => Directory.EnumerateDirectories("/proc").Where(folder =>
    {
        try
        {
            return File.ReadLines(Path.Combine(folder, "status")).Any(line => line.StartsWith($"Uid:\t{user}\t", StringComparison.Ordinal)) && Processes.IsAlive(Path.GetFileName(folder));
        }
        catch (IOException)
        {
            return false;
        }
    });
}
