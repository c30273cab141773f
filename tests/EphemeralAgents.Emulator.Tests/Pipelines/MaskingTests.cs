using EphemeralAgents.Emulator.Pipelines;
using EphemeralAgents.Emulator.Pipelines.Hosted;

namespace EphemeralAgents.Emulator.Tests.Pipelines;

public sealed class MaskingTests
{
    [Test]
    public void Every_line_of_a_secret_is_masked_and_the_longest_secret_first()
    {
        var masker = new SecretMasker();
        masker.Add("BEGIN\nabc\n\nEND");
        masker.Add("abc-longer");
        masker.Add("a b&c");
        Assert.That(masker.Mask("x abc-longer abc END a%20b%26c"), Is.EqualTo("x *** *** *** ***"));
    }

    [Test]
    public void An_empty_secret_masks_nothing()
    {
        var masker = new SecretMasker();
        masker.Add("  \n");
        Assert.That(masker.Mask("a b"), Is.EqualTo("a b"));
    }

    [Test]
    public async Task A_secret_variable_is_masked_everywhere_in_the_run()
    {
        var options = new RunOptions { Secrets = new Dictionary<string, string> { ["PASSWORD"] = "correct horse" } };
        var run = await Run.YamlAsync("""
            jobs:
            - job: Job
              displayName: About $(PASSWORD)
              steps:
              - script: |
                  echo "[$PASSWORD] [$MAPPED] $(PASSWORD)"
                  echo "##vso[task.logissue type=error]it was correct horse"
                  exit 1
                displayName: Say $(PASSWORD)
                env: { mapped: $(PASSWORD) }
            """, options);
        Assert.That(run.Job("Job").Log, Does.Contain("[] [***] ***"), string.Join('\n', run.Job("Job").Log));
        Assert.That(run.Log, Does.Contain("it was ***").And.Not.Contains("correct horse"));
        Assert.That(run.Issues, Has.None.Contains("horse"));
    }

    [Test]
    public async Task A_script_has_no_access_token_unless_it_is_mapped_and_then_it_is_masked()
    {
        var job = await Run.StepsAsync("""
            - script: |
                env | grep -c -E 'eyJ|^SECRET_|^ENDPOINT_|^SYSTEM_ACCESSTOKEN' || true
                echo "mapped: $TOKEN"
              env: { TOKEN: $(System.AccessToken) }
            """);
        Assert.That(job.Log, Has.Some.EqualTo("1").And.Some.EqualTo("mapped: ***"), string.Join('\n', job.Log));
    }
}
