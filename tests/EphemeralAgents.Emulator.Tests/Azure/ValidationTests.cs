using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.Azure;

public sealed class ValidationTests
{
    private const string Container = "properties.containers.0";

    /// <summary>Where in the body, what stands there instead (JSON, or nothing), and the code of the refusal.</summary>
    private static IEnumerable<TestCaseData> Wrong =>
    [
        new("location", null, 400, "LocationRequired"),
        new("properties.osType", "\"BeOS\"", 400, "InvalidOsType"),
        new("properties.osType", null, 400, "InvalidOsType"),
        new("properties.restartPolicy", "\"Sometimes\"", 400, "InvalidRestartPolicy"),
        new($"{Container}.name", "\"Agent_1\"", 400, "InvalidContainerName"),
        new($"{Container}.name", "\"-agent\"", 400, "InvalidContainerName"),
        new($"{Container}.properties.resources", null, 400, "ResourceRequestsNotSpecified"),
        new($"{Container}.properties.resources.requests.cpu", null, 400, "ResourceSomeRequestsNotSpecified"),
        new($"{Container}.properties.resources.limits", """{"cpu":0.5}""", 400, "ResourceLimitsLessThanRequests"),
        new($"{Container}.properties.resources.requests.cpu", "0.5", 500, "InternalServerError"),
        new($"{Container}.properties.resources.requests.cpu", "32", 409, "ServiceUnavailable"),
        new($"{Container}.properties.environmentVariables", """[{"name":"_X","value":"1"}]""", 400, "InvalidContainerEnvironmentVariable"),
        new($"{Container}.properties.securityContext", """{"privileged":true}""", 400, "PrivilegedContainersNotSupported"),
        new($"{Container}.properties.image", "\"fabrikam.azurecr.io/agents/unknown:1\"", 400, "InaccessibleImage"),
        new("properties.volumes", """[{"name":"vol","emptyDir":{}}]""", 400, "InvalidVolumeName"),
        new("properties.ipAddress", """{"type":"Public","ports":[{"port":80}]}""", 400, "PublicIPAddressNotSupported"),
        new("properties.ipAddress", """{"type":"Private"}""", 400, "InvalidIPAddress"),
        new("properties.priority", "\"Spot\"", 400, "SpotPriorityNotSupported"),
        new("properties.subnetIds", "[]", 400, "InvalidSubnetIds"),
        new("location", "\"northeurope\"", 400, "VirtualNetworkLocationMismatch"),
        new("properties.subnetIds.0.id", $"\"{World.SubnetId.Replace(World.Subnet, World.UndelegatedSubnet)}\"", 400, "SubnetMissingRequiredDelegation"),
        new("properties.subnetIds.0.id", $"\"{World.SubnetId.Replace(World.Subnet, "snet-none")}\"", 400, "SubnetNotFound"),
        new("properties.subnetIds.0.id", $"\"{World.SubnetId.Replace(World.VirtualNetwork, "vnet-none")}\"", 400, "VirtualNetworkNotFound"),
        new("properties.imageRegistryCredentials", """[{"username":"u","password":"p"}]""", 400, "InvalidRequestContent"),
        new("properties.imageRegistryCredentials", """[{"server":"x.azurecr.io"}]""", 400, "AmbiguousImageResitryCredentialType"),
        new("properties.imageRegistryCredentials", $$"""[{"server":"x.azurecr.io","identity":"{{World.CleanupIdentityId}}"}]""", 400, "InvalidImageRegistryIdentity"),
        new("identity", """{"type":"UserAssigned","userAssignedIdentities":{"/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-agents/providers/Microsoft.ManagedIdentity/userAssignedIdentities/none":{}}}""", 400, "FailedIdentityOperation"),
    ];

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_in_the_body_is_refused_with_the_services_code(string where, string? json, int status, string code)
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);

        var refused = await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body(body => Change(body, where, json)));

        Assert.That((refused.Status, refused.ErrorCode), Is.EqualTo((status, code)));
        Assert.That(cloud.Azure.ContainerGroups, Is.Empty);
    }

    [Test]
    public async Task A_subnet_of_another_subscription_is_refused()
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0");
        var foreign = World.SubnetId.Replace(World.SubscriptionId, "99999999-2222-4333-8444-555555555555");
        cloud.Azure.Roles.Grant(World.DeployClientId, foreign, "*");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var refused = await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body(body => Change(body, "properties.subnetIds.0.id", $"\"{foreign}\"")));

        Assert.That((refused.Status, refused.ErrorCode), Is.EqualTo((400, "SubnetAndContainerGroupMustBeInSameSubscription")));
    }

    [Test]
    public async Task A_private_address_needs_a_subnet()
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var refused = await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body(body =>
        {
            Change(body, "properties.subnetIds", null);
            Change(body, "properties.ipAddress", """{"type":"Private","ports":[{"port":80}]}""");
        }));

        Assert.That(refused.ErrorCode, Is.EqualTo("PrivateIPAddressNotSupported"));
    }

    [Test]
    public async Task A_windows_group_has_no_volumes()
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var refused = await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body(body =>
        {
            Change(body, "properties.osType", "\"Windows\"");
            Change(body, "properties.volumes", """[{"name":"secrets","secret":{}}]""");
        }));

        Assert.That(refused.ErrorCode, Is.EqualTo("VolumesNotSupported"));
    }

    [TestCase("Agent")]
    [TestCase("-agent")]
    [TestCase("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_group_name_follows_the_containers_rule(string name)
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        Assert.That((await arm.PutAsync(ArmClientOf.GroupPath(name), CloudWithImages.Body())).ErrorCode, Is.EqualTo("InvalidContainerGroupName"));
    }

    [Test]
    public async Task More_than_the_quota_is_refused_with_the_numbers()
    {
        await using var cloud = await CloudWithImages.StartAsync("sleep 1000", new() { Latencies = Latencies.None, Quotas = new() { Cores = 1 } });
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body());

        var refused = await arm.PutAsync(ArmClientOf.GroupPath("agent-2"), CloudWithImages.Body());

        Assert.That((refused.Status, refused.ErrorCode), Is.EqualTo((400, "ContainerGroupQuotaReached")));
        Assert.That(refused.Message, Does.EndWith("container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '1', Usage: '1' Requested: '1'."));
    }

    [Test]
    public async Task Too_many_creations_are_throttled_until_the_window_has_passed()
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0", new() { Latencies = Latencies.None, Quotas = new() { RequestsPerFiveMinutes = 1 } });
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var first = await arm.PutAsync(ArmClientOf.GroupPath("agent-1"), CloudWithImages.Body());
        var second = await arm.PutAsync(ArmClientOf.GroupPath("agent-2"), CloudWithImages.Body());

        Assert.That(first.Headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt5m"], Is.EqualTo("0"));
        Assert.That(first.Headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt1h"], Is.EqualTo("299"));
        Assert.That((second.Status, second.ErrorCode), Is.EqualTo((429, "ResourceRequestsThrottled")));
        Assert.That(int.Parse(second.Headers["Retry-After"]), Is.InRange(200, 300));
    }

    [Test]
    public async Task A_resource_group_or_subscription_that_does_not_exist_is_named()
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0");
        cloud.Azure.Roles.Grant(World.OwnerClientId, "/subscriptions/none", "*");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Owner);

        var group = await arm.PutAsync(ArmClientOf.GroupPath("agent-1").Replace(World.ResourceGroup, "rg-none"), CloudWithImages.Body());
        var subscription = await arm.GetAsync("/subscriptions/none/resourceGroups/rg-agents");
        var missing = await arm.GetAsync(ArmClientOf.GroupPath("agent-1"));

        Assert.That((group.ErrorCode, group.Message), Is.EqualTo(("ResourceGroupNotFound", "Resource group 'rg-none' could not be found.")));
        Assert.That((subscription.Status, subscription.ErrorCode), Is.EqualTo((404, "SubscriptionNotFound")));
        Assert.That((missing.Status, missing.ErrorCode, missing.Message), Is.EqualTo((404, "ResourceNotFound",
            "The Resource 'Microsoft.ContainerInstance/containerGroups/agent-1' under resource group 'rg-agents' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix")));
    }

    private static void Change(JsonNode body, string where, string? json)
    {
        var steps = where.Split('.');
        var node = steps[..^1].Aggregate(body, (at, step) => int.TryParse(step, out var index) ? at[index]! : at[step]!);
        if (json is null) ((JsonObject)node).Remove(steps[^1]);
        else node[steps[^1]] = JsonNode.Parse(json);
    }
}
