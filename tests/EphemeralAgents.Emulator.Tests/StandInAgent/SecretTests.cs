using EphemeralAgents.Emulator.AzureDevOps;

namespace EphemeralAgents.Emulator.Tests.StandInAgent;

public sealed class SecretTests
{
    [Test]
    public async Task Secrets_are_masked_in_all_that_is_sent_and_printed()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var job = new SomeJob()
            .Variable("database.password", "hunter-two", isSecret: true)
            .Script("echo one $(database.password); echo '##vso[task.setsecret]found-later'; echo two found-later")
            .Script("echo '##vso[task.setvariable variable=token;isSecret=true;isOutput=true]made-here'; echo '##vso[task.logissue type=error]it was made-here'", name: "make")
            .Script("echo three $(make.token); echo 'four hunter-two' >&2");
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        var outcome = await request.OutcomeAsync();
        await process.ExitAsync();

        Assert.That(job.Console, Does.Contain("one ***").And.Contain("two ***").And.Contain("three ***").And.Contain("four ***"));
        Assert.That(outcome.Outputs["make.token"], Is.EqualTo(new JobVariable("made-here", IsSecret: true)));
        Assert.That(outcome.Issues, Has.Some.EqualTo("##[error]it was ***"));
        var everything = string.Join('\n', [
            job.Console, process.Output, .. job.Plan.Uploads.Logs.Values.Select(log => log.Text), .. Directory.GetFiles(Path.Combine(agent.Root, "_diag")).Select(File.ReadAllText),
        ]);
        foreach (var secret in new[] { "hunter-two", "found-later", "made-here" }.Concat(cloud.Tokens.Values)) Assert.That(everything, Does.Not.Contain(secret));
    }

    [Test]
    public async Task A_script_sees_a_secret_only_where_the_step_maps_it()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var agent = await InstalledAgent.RegisterAsync(cloud);
        var mapped = new Dictionary<string, string> { ["TOKEN"] = "$(System.AccessToken)" };
        var job = new SomeJob()
            .Script("env | grep -c -e ^SYSTEM_ACCESSTOKEN= -e ^SECRET_ -e ^ENDPOINT_AUTH -e ^INPUT_ || true; echo ${TOKEN:-none}")
            .Script("echo ${#TOKEN} characters", environment: mapped);
        var request = job.Queue(cloud);

        await using var process = agent.Start("run", "--once");
        await request.OutcomeAsync();
        await process.ExitAsync();

        Assert.That(job.ConsoleOf(0), Does.Contain("\n0\nnone\n"));
        Assert.That(job.ConsoleOf(1), Does.Match(@"\n\d{2,} characters\n"));
    }
}
