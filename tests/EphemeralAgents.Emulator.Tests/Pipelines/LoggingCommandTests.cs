using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;
using EphemeralAgents.Emulator.Pipelines.Hosted;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class LoggingCommandTests
{
    [Test]
    public void A_command_is_found_anywhere_in_a_line_and_ends_at_the_first_bracket()
    {
        var command = LoggingCommand.Find("noise ##vso[Task.SetVariable variable=a%3Bb%5D;isOutput=TRUE;odd=x=y]da]ta%0D%0A%AZP25%AZP250A")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((command.Area, command.Event), Is.EqualTo(("task", "setvariable")));
            Assert.That(command["VARIABLE"], Is.EqualTo("a;b]"));
            Assert.That(command.Is("isOutput"), Is.True);
            Assert.That(command["odd"], Is.EqualTo("x=y"));
            Assert.That(command.Data, Is.EqualTo("da]ta\r\n%%0A"));
        }
    }

    [TestCase("##vso[task.debug")]
    [TestCase("##vso[debug]x")]
    [TestCase("##vs0[task.debug]x")]
    public void What_is_no_command_is_text(string line) => Assert.That(LoggingCommand.Find(line), Is.Null);

    [Test]
    public async Task Variables_reach_later_steps_and_output_variables_the_job()
    {
        var job = await Run.StepsAsync("""
            - script: |
                echo "##vso[task.setvariable variable=plain]p"
                echo "##vso[task.setvariable variable=out;isOutput=true]o" >&2
                echo "##vso[task.setvariable variable=hidden;isSecret=true]hush"
              name: s
            - script: echo $(plain) $PLAIN $(s.out) $S_OUT [$(out)] $(hidden) [$HIDDEN]
            """.Replace("[$(out)]", "'[$(out)]'"));
        Assert.That(job.Log, Does.Contain("p p o o [$(out)] *** []"), string.Join('\n', job.Log));
        Assert.That(job.Outputs.Select(o => $"{o.Key}={o.Value.Value}"), Is.EqualTo(new[] { "s.out=o" }));
    }

    [Test]
    public async Task Issues_are_logged_and_counted_and_do_not_fail_a_step()
    {
        var job = await Run.StepsAsync("""
            - script: |
                echo "##vso[task.logissue type=error;code=7]first%0Asecond"
                echo "##vso[task.logissue type=warning]careful"
                echo "##vso[task.setprogress value=50]half"
                echo "##vso[task.debug]unseen"
            """);
        Assert.That(job.Result, Is.EqualTo(JobResult.Succeeded));
        Assert.That(job.Issues, Is.EqualTo(new[] { "first\nsecond", "careful" }));
        Assert.That(job.Log, Has.Some.EqualTo("##[error]first").And.Some.EqualTo("##[warning]careful").And.None.Contains("unseen").And.None.Contains("##vso["));
    }

    [Test]
    public async Task Debug_lines_appear_with_system_debug()
    {
        var job = await Run.StepsAsync("- script: echo '##vso[task.debug]seen'", new RunOptions { Variables = new Dictionary<string, string> { ["system.debug"] = "true" } });
        Assert.That(job.Log, Does.Contain("##[debug]seen"));
    }

    [TestCase("Failed", JobResult.Failed)]
    [TestCase("SucceededWithIssues", JobResult.SucceededWithIssues)]
    [TestCase("Succeeded", JobResult.Succeeded)]
    public async Task A_task_says_its_own_result(string said, JobResult result) =>
        Assert.That((await Run.StepsAsync($"- script: echo '##vso[task.complete result={said}]done'")).Result, Is.EqualTo(result));

    [Test]
    public async Task A_better_result_said_later_does_not_win() =>
        Assert.That((await Run.StepsAsync("- script: echo '##vso[task.complete result=Failed]'; echo '##vso[task.complete result=Succeeded]'")).Result, Is.EqualTo(JobResult.Failed));

    [TestCase("##vso[task.setvariable]x")]
    [TestCase("##vso[task.setvariable variable=Build.BuildId]x")]
    [TestCase("##vso[task.setvariable variable=x;isSecret=true]a%0Ab")]
    [TestCase("##vso[task.logissue type=odd]x")]
    [TestCase("##vso[task.uploadsummary]/no/such/file")]
    public async Task A_wrong_command_fails_its_step(string command)
    {
        var job = await Run.StepsAsync($"- script: echo '{command}'");
        Assert.That(job.Result, Is.EqualTo(JobResult.Failed));
        Assert.That(job.Issues, Has.Some.StartsWith("Unable to process command"));
    }

    [Test]
    public async Task A_read_only_variable_may_not_be_set_again()
    {
        var job = await Run.StepsAsync("- script: echo '##vso[task.setvariable variable=x;isReadOnly=true]1'\n- script: echo '##vso[task.setvariable variable=X]2'");
        Assert.That(job.Steps.Select(s => s.Result), Is.EqualTo(new JobResult?[] { JobResult.Succeeded, JobResult.Failed }));
    }

    [Test]
    public async Task Summaries_attachments_tags_number_and_path_take_effect()
    {
        var run = await Run.YamlAsync("""
            steps:
            - script: |
                echo '# Done' > $(Agent.TempDirectory)/summary.md
                mkdir -p tools; printf '#!/bin/sh\necho found me\n' > tools/finder; chmod +x tools/finder
                echo "##vso[task.uploadsummary]$(Agent.TempDirectory)/summary.md"
                echo "##vso[task.addattachment type=kind;name=thing]$(Agent.TempDirectory)/summary.md"
                echo "##vso[build.addbuildtag]nightly"
                echo "##vso[build.updatebuildnumber]release-7"
                echo "##vso[task.prependpath]$PWD/tools"
            - script: finder; echo number $(Build.BuildNumber)
            """);
        var job = run.Job("Job");
        Assert.That(job.Log, Has.Some.EqualTo("found me").And.Some.EqualTo("number release-7"), string.Join('\n', job.Log));
        Assert.That(job.Summaries, Is.EqualTo(new[] { "# Done\n" }));
        Assert.That(job.Attachments, Is.EqualTo(new[] { new AttachedText("kind", "thing", "# Done\n") }));
        Assert.That((run.Tags.Single(), run.BuildNumber), Is.EqualTo(("nightly", "release-7")));
    }
}
