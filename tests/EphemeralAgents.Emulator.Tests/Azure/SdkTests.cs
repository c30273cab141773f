using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.ResourceManager;
using Azure.ResourceManager.Resources;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Emulator.Tests.Azure;

/// <summary>The real SDK, as the product uses it: generic resources with pinned versions.</summary>
public sealed class SdkTests
{
    private static readonly ResourceIdentifier Id = new(ArmClientOf.GroupPath("agent-1"));

    [Test]
    public async Task A_container_group_lives_its_whole_life_through_the_sdk()
    {
        await using var cloud = await CloudWithImages.StartAsync("echo hello; exit 0");
        var client = Client(cloud, cloud.Directory.Deploy.Secret);
        var group = client.GetGenericResource(Id);
        var data = new GenericResourceData(new AzureLocation(World.Location)) { Properties = BinaryData.FromString(CloudWithImages.Body()["properties"]!.ToJsonString()) };
        data.Tags["made-by"] = "test";

        var made = await client.GetGenericResources().CreateOrUpdateAsync(WaitUntil.Completed, Id, data);
        var read = (await group.GetAsync()).Value.Data;
        await group.DeleteAsync(WaitUntil.Completed);
        var gone = await Assert.ThrowsAsync<RequestFailedException>(() => group.GetAsync());

        Assert.That((made.Value.Data.Name, read.ProvisioningState ?? "", read.Tags["made-by"]), Is.EqualTo(("agent-1", "", "test")));
        Assert.That(read.Properties.ToString(), Does.Contain("\"provisioningState\":\"Succeeded\""));
        Assert.That((gone!.Status, gone.ErrorCode), Is.EqualTo((404, "ResourceNotFound")));
        Assert.That(cloud.Requests.All.Select(one => one.Path), Has.None.EndsWith("/providers/Microsoft.ContainerInstance"));
    }

    [Test]
    public async Task A_wrong_secret_is_an_authentication_failure()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        var client = Client(cloud, "wrong");

        var failure = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetGenericResource(Id).GetAsync());

        Assert.That(failure!.InnerException!.Message, Does.Contain("AADSTS7000215: Invalid client secret provided."));
    }

    private static ArmClient Client(EmulatedCloud cloud, string secret)
    {
        var wire = new Wire(cloud);
        var credential = new ClientSecretCredential(World.TenantId, World.DeployClientId, secret,
            new ClientSecretCredentialOptions { AuthorityHost = cloud.Address, DisableInstanceDiscovery = true, Transport = wire.Transport });
        var options = new ArmClientOptions { Environment = new ArmEnvironment(cloud.Address, "https://management.azure.com/"), Transport = wire.Transport };
        options.SetApiVersion(new ResourceType("Microsoft.ContainerInstance/containerGroups"), "2023-05-01");
        return new ArmClient(credential, World.SubscriptionId, options);
    }
}
