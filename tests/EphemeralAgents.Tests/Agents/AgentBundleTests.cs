using System.Text;
using EphemeralAgents.Agents;

namespace EphemeralAgents.Tests.Agents;

public sealed class AgentBundleTests
{
    private static AgentBundle Bundle { get; } = new()
    {
        OrganizationUrl = new Uri("https://dev.azure.com/fabrikam/"),
        PoolId = 9,
        PoolName = "Ephemeral",
        AgentId = 42,
        AgentName = "deploy-1",
        Files = new Dictionary<string, string>(StringComparer.Ordinal) { [".agent"] = "{}", [".credentials_rsaparams"] = "key-material" },
        StartBefore = new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero),
        ClaimTimeout = TimeSpan.FromMinutes(30),
        MaxLifetime = TimeSpan.FromHours(12),
        KeepOnFailure = true,
        Cleanup = new Cleanup { ContainerGroupId = "/subscriptions/s", AzureDevOpsToken = "sealed-devops", ResourceManagerToken = "sealed-arm" },
    };

    [Test]
    public void What_is_encoded_is_decoded()
    {
        var decoded = AgentBundle.Decode(Bundle.Encode());
        Assert.That(decoded with { Files = Bundle.Files }, Is.EqualTo(Bundle));
        Assert.That(decoded.Files, Is.EquivalentTo(Bundle.Files));
    }

    [Test]
    public void Its_own_text_holds_no_secret() =>
        Assert.That($"{Bundle} {Bundle.Cleanup}", Does.Not.Contain("sealed").And.Not.Contain("key-material"));

    [TestCase("not base64 at all!", "no agent bundle")]
    [TestCase("bm90IGpzb24gYnV0IHNlY3JldA==", "no agent bundle")]
    [TestCase("e30=", "no agent bundle")]
    public void A_text_that_is_no_bundle_is_refused_without_being_quoted(string text, string message) =>
        Assert.That(() => AgentBundle.Decode(text), Throws.TypeOf<FormatException>().With.Message.Contains(message).And.Message.Not.Contains("secret").And.InnerException.Null);

    [Test]
    public void A_bundle_of_another_format_says_which_is_read()
    {
        var newer = Convert.ToBase64String(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Convert.FromBase64String(Bundle.Encode())).Replace("\"version\":1", "\"version\":7")));
        Assert.That(() => AgentBundle.Decode(newer), Throws.TypeOf<FormatException>().With.Message.Contains("format 7, this supervisor reads 1"));
    }
}
