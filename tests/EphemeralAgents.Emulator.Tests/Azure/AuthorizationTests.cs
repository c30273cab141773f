using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator.Tests.Azure;

public sealed class AuthorizationTests
{
    private static readonly string Path = ArmClientOf.GroupPath("agent-1");

    [Test]
    public async Task Without_a_good_token_nothing_is_answered()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var arm = await ArmClientOf.SignInAsync(cloud, null);
        var principal = new Principal(World.DeployClientId, "deploy", PrincipalKind.ServicePrincipal);

        var nobody = await arm.GetAsync(Path);
        arm.Bear("made.up.token");
        var invented = await arm.GetAsync(Path);
        arm.Bear(cloud.Tokens.Issue(principal, Resources.AzureDevOps, TimeSpan.FromHours(1)).Value);
        var elsewhere = await arm.GetAsync(Path);
        arm.Bear(cloud.Tokens.Issue(principal, Resources.ResourceManager, TimeSpan.FromSeconds(-1)).Value);
        var expired = await arm.GetAsync(Path);

        Assert.That(new[] { nobody, invented, elsewhere, expired }.Select(one => (one.Status, one.ErrorCode)), Is.EqualTo(new[]
        {
            (401, "AuthenticationFailed"), (401, "InvalidAuthenticationToken"), (401, "InvalidAuthenticationTokenAudience"), (401, "ExpiredAuthenticationToken"),
        }));
        Assert.That(nobody.Headers["WWW-Authenticate"], Does.StartWith("Bearer authorization_uri=\"https://login.windows.net/"));
        Assert.That(nobody.Headers["x-ms-failure-cause"], Is.EqualTo("gateway"));
    }

    [Test]
    public async Task A_missing_role_is_named_with_action_and_scope()
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0");
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Reader);

        var refused = await arm.PutAsync(Path, CloudWithImages.Body());

        Assert.That((refused.Status, refused.ErrorCode), Is.EqualTo((403, "AuthorizationFailed")));
        Assert.That(refused.Message, Is.EqualTo(
            $"The client '{World.ReaderClientId}' with object id '{World.ReaderClientId}' does not have authorization to perform action 'Microsoft.ContainerInstance/containerGroups/write' " +
            $"over scope '{Path}' or the scope is invalid. If access was recently granted, please refresh your credentials."));
    }

    [TestCase("Microsoft.Network/virtualNetworks/subnets/join/action", World.SubnetId)]
    [TestCase("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", World.CleanupIdentityId)]
    public async Task What_the_body_refers_to_needs_a_right_of_its_own(string action, string scope)
    {
        await using var cloud = await CloudWithImages.StartAsync("exit 0");
        cloud.Azure.Roles.Forbid(World.DeployClientId, action);
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var refused = await arm.PutAsync(Path, CloudWithImages.Body(body => body["identity"] = CloudWithImages.Identity(World.CleanupIdentityId)));

        Assert.That((refused.Status, refused.ErrorCode), Is.EqualTo((403, "LinkedAuthorizationFailed")));
        Assert.That(refused.Message, Does.Contain($"'{action}' on the linked scope(s) '{scope}'"));
        Assert.That(cloud.Azure.ContainerGroups, Is.Empty);
    }

    [Test]
    public async Task The_service_connection_has_the_least_privileges_only()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);
        var subscription = $"/subscriptions/{World.SubscriptionId}";

        string[] denied = [$"{subscription}/providers/Microsoft.ContainerInstance", $"{subscription}/providers/Microsoft.ContainerInstance/containerGroups",
            $"{subscription}/providers/Microsoft.ContainerInstance/locations/westeurope/usages", $"{subscription}/resourceGroups/{World.NetworkResourceGroup}"];
        foreach (var path in denied) Assert.That((await arm.GetAsync(path)).Status, Is.EqualTo(403), path);
        string[] allowed = [ArmClientOf.ResourceGroupPath, World.SubnetId, World.CleanupIdentityId, $"{ArmClientOf.ResourceGroupPath}/providers/Microsoft.ContainerInstance/containerGroups"];
        foreach (var path in allowed) Assert.That((await arm.GetAsync(path)).Status, Is.EqualTo(200), path);
    }

    [Test]
    public async Task The_cleanup_identity_may_read_and_delete_container_groups_and_nothing_else()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var arm = await ArmClientOf.SignInAsync(cloud, null);
        arm.Bear(cloud.Tokens.Issue(new Principal(World.CleanupIdentityClientId, "cleanup", PrincipalKind.ManagedIdentity), Resources.ResourceManager, TimeSpan.FromHours(1)).Value);

        var answers = new[] { await arm.GetAsync(Path), await arm.DeleteAsync(Path), await arm.PutAsync(Path, CloudWithImages.Body()), await arm.GetAsync(World.SubnetId) };

        Assert.That(answers.Select(one => one.Status), Is.EqualTo(new[] { 404, 204, 403, 403 }));
    }

    [Test]
    public async Task Every_request_needs_an_api_version()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        using var arm = await ArmClientOf.SignInAsync(cloud, cloud.Directory.Deploy);

        var missing = await arm.SendAsync(HttpMethod.Get, Path, version: null);
        var odd = await arm.SendAsync(HttpMethod.Get, Path, version: "latest");

        Assert.That((missing.Status, missing.ErrorCode, odd.ErrorCode), Is.EqualTo((400, "MissingApiVersionParameter", "InvalidApiVersionParameter")));
    }
}
