namespace EphemeralAgents.EndToEnd.Tests;

public sealed class ReadmeTests
{
    [Test]
    public void The_pipeline_to_paste_is_the_sample_that_these_tests_run() =>
        Assert.That(File.ReadAllText(Layout.File("README.md")), Does.Contain($"```yaml\n{File.ReadAllText(Layout.Sample("quickstart"))}```"));

    [Test]
    public void Every_relative_link_leads_to_a_file()
    {
        var pages = Directory.EnumerateFiles(Layout.File("docs"), "*.md", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Layout.File("."), "*.md"));
        var broken = from page in pages
                     from link in Links(File.ReadAllText(page))
                     where !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link))
                     select $"{Path.GetFileName(page)} -> {link}";
        Assert.That(broken, Is.Empty);
    }

    // [text](path#anchor), not https://…
    private static IEnumerable<string> Links(string markdown) => markdown.Split("](").Skip(1)
        .Select(rest => rest[..rest.IndexOf(')')].Split('#')[0])
        .Where(link => link.Length > 0 && !link.Contains("://", StringComparison.Ordinal));
}
