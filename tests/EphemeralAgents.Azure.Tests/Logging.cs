using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;

namespace EphemeralAgents.Azure.Tests;

[NonParallelizable] // the listener hears every client in the process
public sealed class Logging
{
    [Test]
    public async Task Nothing_secret_is_in_the_log()
    {
        var lines = new List<string>();
        using var listener = new AzureEventSourceListener((_, text) => { lock (lines) lines.Add(text); }, EventLevel.Verbose);
        await using var azure = await EmulatedAzure.StartAsync();
        await azure.Groups.CreateAsync(Some.Spec(), CancellationToken.None);
        var token = await azure.Groups.GetCleanupTokenAsync(CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(lines, Has.Some.Contains("Authorization:REDACTED"));
        foreach (var secret in (string[])[token, azure.Cloud.Directory.Deploy.Secret, "sealed-value"]) Assert.That(lines, Has.None.Contains(secret));
    }
}
