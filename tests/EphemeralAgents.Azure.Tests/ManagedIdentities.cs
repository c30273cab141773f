using System.Net;
using System.Net.Sockets;
using Azure.Core;
using EphemeralAgents.Azure.Credentials;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Azure.Tests;

public sealed class ManagedIdentities
{
    private const string Token = """{"access_token":"the-token","expires_on":"4102444800","resource":"https://management.azure.com/","token_type":"Bearer"}""";
    private static readonly TokenRequestContext Context = new(["https://management.azure.com//.default"]);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    [Test]
    public async Task A_token_takes_one_request_that_names_the_identity()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = _ => Wire.Json(HttpStatusCode.OK, Token);
        var credential = AzureCredentials.ManagedIdentity(World.CleanupIdentityClientId, TimeProvider.System, azure.Wire.Transport);
        var token = await credential.GetTokenAsync(Context, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(token.Token, Is.EqualTo("the-token"));
        Assert.That(azure.Wire.Exchanges.Single().Uri.Query, Does.Contain($"client_id={World.CleanupIdentityClientId}"));
    }

    [Test]
    public async Task An_endpoint_that_is_not_ready_yet_is_asked_again()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var asked = 0;
        azure.Wire.Answer = _ => asked++ < 2 ? throw Refused() : Wire.Json(HttpStatusCode.OK, Token);
        var clock = new ManualClock();
        var token = AzureCredentials.ManagedIdentity(World.CleanupIdentityClientId, clock, azure.Wire.Transport).GetTokenAsync(Context, CancellationToken.None).AsTask();
        for (var i = 0; i < 2; i++)
        {
            await await Task.WhenAny(token, clock.WaitedForAsync(Pause)); // the token only when it has failed
            clock.Advance(Pause);
        }

        Assert.That((await token).Token, Is.EqualTo("the-token"));
    }

    [Test]
    public async Task Patience_with_an_endpoint_ends()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = _ => throw Refused();
        var clock = new ManualClock();
        var token = AzureCredentials.ManagedIdentity(World.CleanupIdentityClientId, clock, azure.Wire.Transport).GetTokenAsync(Context, CancellationToken.None).AsTask();
        await await Task.WhenAny(token, clock.WaitedForAsync(Pause));
        clock.Advance(PatientCredential.Patience);
        var failure = await Assert.CatchAsync<ProvisioningException>(() => token);
        Assert.That(failure!.Message, Does.Contain("169.254.169.254"));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task An_identity_that_is_not_assigned_is_final(CancellationToken ct)
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = _ => Wire.Json(HttpStatusCode.BadRequest, """{"error":"invalid_request","error_description":"Identity not found"}""");
        var credential = AzureCredentials.ManagedIdentity(World.CleanupIdentityClientId, new ManualClock(), azure.Wire.Transport);
        var failure = await Assert.CatchAsync<ProvisioningException>(() => credential.GetTokenAsync(Context, ct).AsTask());
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotPermitted));
    }

    private static HttpRequestException Refused() => new(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused));
}
