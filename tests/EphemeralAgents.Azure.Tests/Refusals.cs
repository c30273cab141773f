using System.Net;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Azure.Tests;

public sealed class Refusals
{
    [TestCase(409, "ServiceUnavailable", "no room", CloudErrorKind.Capacity)]
    [TestCase(409, "ServiceAssociationLinkNotReady", "Network is not ready for container group 'n'. Please try again.", CloudErrorKind.Transient)]
    [TestCase(409, "RegistryErrorResponse", "try again", CloudErrorKind.Transient)]
    [TestCase(400, "ContainerGroupQuotaReached", "Limit: '10'", CloudErrorKind.Quota)]
    [TestCase(400, "InaccessibleImage", "The image is not accessible.", CloudErrorKind.Configuration)]
    [TestCase(400, "MultipleErrorsOccurred", "Multiple error occurred: 'Conflict':'RegistryErrorResponse':'x'", CloudErrorKind.Transient)]
    [TestCase(400, "MultipleErrorsOccurred", "Multiple error occurred: 'Conflict':'RegistryErrorResponse':'x';'BadRequest':'InaccessibleImage':'y'", CloudErrorKind.Configuration)]
    [TestCase(400, "NeverHeardOf", "?", CloudErrorKind.Configuration)]
    public async Task A_refusal_is_judged_by_its_code_not_its_status(int status, string code, string message, CloudErrorKind kind)
    {
        var failure = await RefusedAsync((HttpStatusCode)status, $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""");
        using var _ = Assert.EnterMultipleScope();
        Assert.That((failure.Error.Code, failure.Error.Kind), Is.EqualTo((code, kind)));
        Assert.That(failure.Message, Does.Contain(code).And.Contain(message).And.Contain(failure.Error.Remedy));
        Assert.That(failure.Error.Remedy, Is.Not.Empty);
        Assert.That(failure.ExitCode, Is.EqualTo(ExitCode.ContainerGroupFailed));
    }

    [Test]
    public async Task An_unknown_code_comes_with_the_correlation_id()
    {
        var failure = await RefusedAsync(HttpStatusCode.BadRequest, """{"error":{"code":"NeverHeardOf","message":"?"}}""");
        Assert.That(failure.Message, Does.Contain("9cc4dc00-f40a-42d7-965a-adbad6736e19"));
    }

    [Test]
    public async Task An_answer_that_is_no_error_of_Azures_is_not_dumped()
    {
        var failure = await RefusedAsync(HttpStatusCode.BadRequest, "<html>a proxy's page</html>");
        Assert.That(failure.ToString(), Does.Contain("HTTP 400").And.Not.Contain("html").And.Not.Contain("sealed-value"));
    }

    [Test]
    public async Task An_undelegated_subnet_comes_with_the_command_that_delegates_it()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Cloud.Azure.Roles.Grant(World.DeployClientId, $"/subscriptions/{World.SubscriptionId}", "Microsoft.Network/*");
        var failure = await Assert.ThrowsAsync<ContainerGroupRefusedException>(() =>
            azure.Groups.CreateAsync(Some.Spec() with { Subnet = Some.Subnet with { Name = World.UndelegatedSubnet } }, CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("az network vnet subnet update"));
    }

    [TestCase("Microsoft.ContainerInstance/containerGroups/write", "Azure Container Instances Contributor Role", $"--scope /subscriptions/{World.SubscriptionId}/resourceGroups/{World.ResourceGroup}\n")]
    [TestCase("Microsoft.Network/virtualNetworks/subnets/join/action", "Network Contributor", $"--scope {World.SubnetId}\n")]
    public async Task A_missing_role_is_named_with_where_to_assign_it(string action, string role, string scope)
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Cloud.Azure.Roles.Forbid(World.DeployClientId, action);
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => azure.Groups.CreateAsync(Some.Spec(), CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotPermitted));
        Assert.That(failure.Message, Does.Contain($"Missing: {action} on ").And.Contain(role).And.Contain($"--assignee-object-id {World.DeployClientId}").And.Contain(scope));
    }

    private static async Task<ContainerGroupRefusedException> RefusedAsync(HttpStatusCode status, string body)
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = request =>
        {
            if (request.Method != HttpMethod.Put) return null;
            var answer = Wire.Json(status, body);
            answer.Headers.Add("x-ms-correlation-request-id", "9cc4dc00-f40a-42d7-965a-adbad6736e19");
            return answer;
        };
        return (await Assert.ThrowsAsync<ContainerGroupRefusedException>(() => azure.Groups.CreateAsync(Some.Spec(), CancellationToken.None)))!;
    }
}
