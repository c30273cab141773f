using System.Text.Json;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Pipelines;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class TaskStepTests
{
    private const string Dump = """
        const fs = require('fs');
        fs.writeFileSync(process.env.DUMP, JSON.stringify({ env: process.env, cwd: process.cwd(), node: process.execPath }));
        console.log('key is ' + process.env['ENDPOINT_AUTH_PARAMETER_' + process.env.INPUT_CONNECTION + '_SERVICEPRINCIPALKEY']);
        console.log('token is ' + process.env.ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN);
        """;

    private static string Yaml(string dump) => $$"""
        variables:
          name: deploy-$(Build.BuildId)
        steps:
        - checkout: none
        - task: SomeTask@3
          inputs:
            agentName: "  $(name)  "
            connection: azure-private
            caFile: certs/ca.pem
          env: { DUMP: {{dump}}, extra: $(name) }
        """;

    private static async Task<(PipelineRun Run, Dictionary<string, string> Env, JsonElement All, EmulatedCloud Cloud)> DumpAsync()
    {
        SomeTask.NeedsNode();
        using var task = new SomeTask(Dump);
        var dump = Path.Combine(task.Folder, "dump.json");
        await using var cloud = await Run.StartCloudAsync();
        cloud.AzureDevOps.ServiceConnections.Clear();
        cloud.AzureDevOps.ServiceConnections.Add(SomeTask.Connection);
        var options = new RunOptions { TaskFolders = [task.Folder], Secrets = new Dictionary<string, string> { ["My.Secret"] = "hush" } };
        var run = await new PipelineRunner(cloud).RunAsync(Yaml(dump), options);
        Assert.That(run.Result, Is.EqualTo(JobResult.Succeeded), run.Log);
        var all = JsonDocument.Parse(await File.ReadAllTextAsync(dump)).RootElement;
        return (run, all.GetProperty("env").EnumerateObject().ToDictionary(e => e.Name, e => e.Value.GetString()!), all, cloud);
    }

    [Test]
    public async Task A_task_finds_its_inputs_trimmed_mangled_and_with_defaults()
    {
        var (_, env, all, _) = await DumpAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(env["INPUT_COMMAND"], Is.EqualTo("provision"));
            Assert.That(env["INPUT_AGENT_NAME"], Is.EqualTo("deploy-1001"));
            Assert.That(env["INPUT_LOUD"], Is.EqualTo("false").IgnoreCase);
            Assert.That(env["INPUT_CONNECTION"], Is.EqualTo(World.ServiceConnectionId), "the name has become the id");
            Assert.That(env["INPUT_CAFILE"], Is.EqualTo(Path.Combine(env["SYSTEM_DEFAULTWORKINGDIRECTORY"], "certs/ca.pem")));
            Assert.That(env["EXTRA"], Is.EqualTo("deploy-1001"));
            Assert.That(all.GetProperty("cwd").GetString(), Is.EqualTo(env["SYSTEM_DEFAULTWORKINGDIRECTORY"]));
        }
    }

    [Test]
    public async Task A_task_finds_its_service_connection_and_the_jobs_own()
    {
        var (run, env, _, cloud) = await DumpAsync();
        var id = World.ServiceConnectionId;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(env[$"ENDPOINT_URL_{id}"], Is.EqualTo("https://management.example/"));
            Assert.That(env[$"ENDPOINT_AUTH_SCHEME_{id}"], Is.EqualTo("ServicePrincipal"));
            Assert.That(env[$"ENDPOINT_AUTH_PARAMETER_{id}_SERVICEPRINCIPALKEY"], Is.EqualTo("the-very-key"));
            Assert.That(JsonDocument.Parse(env[$"ENDPOINT_AUTH_{id}"]).RootElement.GetProperty("parameters").GetProperty("tenantid").GetString(), Is.EqualTo("the-tenant"));
            Assert.That(env[$"ENDPOINT_DATA_{id}_SUBSCRIPTIONID"], Is.EqualTo("the-subscription"));
            Assert.That(env[$"ENDPOINT_DATA_{id}"], Does.Contain("the-subscription"));
            Assert.That(env["ENDPOINT_URL_SYSTEMVSSCONNECTION"], Is.EqualTo(cloud.OrganizationUrl.ToString()));
            Assert.That(env["ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION"], Is.EqualTo("OAuth"));
            Assert.That(cloud.Tokens.Values, Does.Contain(env["ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN"]));
            Assert.That(cloud.Tokens.Find(env["ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN"]), Is.Null, "it is revoked with the job");
            Assert.That(env["SYSTEM_OIDCREQUESTURI"], Does.EndWith($"/jobs/{run.Job("Job").Id}/oidctoken"));
            Assert.That(run.Job("Job").Log, Has.Some.EqualTo("key is ***").And.Some.EqualTo("token is ***"));
        }
    }

    [Test]
    public async Task A_task_finds_public_variables_secret_ones_apart_and_nothing_else_of_the_emulators_environment()
    {
        Environment.SetEnvironmentVariable("EMULATOR_OWN_SECRET", "must not leak");
        var (_, env, _, cloud) = await DumpAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(env["BUILD_BUILDID"], Is.EqualTo("1001"));
            Assert.That(env["NAME"], Is.EqualTo("deploy-1001"));
            Assert.That(env["SECRET_MY_SECRET"], Is.EqualTo("hush"));
            Assert.That(env, Does.Not.ContainKey("MY_SECRET").And.Not.ContainKey("SYSTEM_ACCESSTOKEN").And.ContainKey("SECRET_SYSTEM_ACCESSTOKEN"));
            Assert.That(JsonSerializer.Deserialize<string[]>(env["VSTS_SECRET_VARIABLES"]), Is.EquivalentTo(new[] { "My.Secret", "System.AccessToken" }));
            Assert.That(JsonSerializer.Deserialize<string[]>(env["VSTS_PUBLIC_VARIABLES"]), Does.Contain("name").And.Contain("Build.BuildId"));
            Assert.That(env["TF_BUILD"], Is.EqualTo("True"));
            Assert.That(env["VSTS_PROCESS_LOOKUP_ID"], Does.StartWith("vsts_"));
            Assert.That((env["SSL_CERT_FILE"], env["NODE_EXTRA_CA_CERTS"]), Is.EqualTo((cloud.CaCertificatePath, cloud.CaCertificatePath)));
            Assert.That(env, Does.Not.ContainKey("EMULATOR_OWN_SECRET"));
        }
    }

    [TestCase("console.log('##vso[task.complete result=Failed]no'); process.exit(0)", JobResult.Failed)]
    [TestCase("process.exit(3)", JobResult.Failed)]
    [TestCase("console.error('only noise')", JobResult.Succeeded)]
    public async Task A_tasks_exit_code_and_its_word_count_but_not_its_standard_error(string launcher, JobResult result)
    {
        SomeTask.NeedsNode();
        using var task = new SomeTask(launcher);
        var run = await Run.YamlAsync("steps:\n- task: SomeTask@3\n", new RunOptions { TaskFolders = [task.Folder] });
        Assert.That(run.Result, Is.EqualTo(result), run.Log);
    }

    [Test]
    public async Task A_task_sets_only_the_variables_that_it_has_declared()
    {
        SomeTask.NeedsNode();
        using var task = new SomeTask("console.log('##vso[task.setvariable variable=agentName;isOutput=true]x\\n##vso[task.setvariable variable=PATH2]y')");
        var run = await Run.YamlAsync("steps:\n- task: SomeTask@3\n  name: s\n- script: echo $(s.agentName) '$(PATH2)'\n", new RunOptions { TaskFolders = [task.Folder] });
        Assert.That(run.Job("Job").Log, Does.Contain("x $(PATH2)"), run.Log);
        Assert.That(run.Issues, Is.EqualTo(new[] { "Setting variable 'PATH2' has been disabled by the task or build definition." }));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "The executable of this test is a shell script.")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Without_Node_the_tasks_executable_is_started_and_the_log_says_so()
    {
        using var task = new SomeTask("");
        var executable = Path.Combine(task.Folder, "cli");
        await File.WriteAllTextAsync(executable, "#!/bin/sh\necho cli $1 for $INPUT_AGENT_NAME\n");
        File.SetUnixFileMode(executable, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var options = new RunOptions { TaskFolders = [task.Folder], TaskExecutable = executable, Node = "" };
        var run = await Run.YamlAsync("steps:\n- task: SomeTask@3\n  inputs: { agentName: me }\n", options);
        Assert.That(run.Job("Job").Log, Has.Some.EqualTo("cli task for me").And.Some.Contains("without its launcher"), run.Log);
    }

    [Test]
    public async Task An_unknown_service_connection_is_refused_before_anything_runs()
    {
        using var task = new SomeTask("");
        await using var cloud = await Run.StartCloudAsync();
        var problem = await Assert.ThrowsAsync<PipelineException>(() => new PipelineRunner(cloud).RunAsync(
            "steps:\n- script: a\n- task: SomeTask@3\n  inputs: { connection: nobody }\n", new RunOptions { TaskFolders = [task.Folder] }));
        Assert.That(problem!.Errors.Single().ToString(), Does.StartWith("(Line: 3").And.Contains("references service connection nobody which could not be found"));
    }
}
