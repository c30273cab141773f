using System.Net;
using System.Text.Json.Nodes;
using EphemeralAgents.ContainerGroups;
using EphemeralAgents.Emulator;
using EphemeralAgents.Provisioning;
using EphemeralAgents.Testing;

namespace EphemeralAgents.Azure.Tests;

public sealed class ReadingContainerGroups
{
    [Test]
    [CancelAfter(60_000)]
    public async Task A_running_group_has_its_events_in_their_order(CancellationToken ct)
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var spec = Some.Spec();
        await azure.Groups.CreateAsync(spec, ct);
        var group = await azure.FindUntilAsync(spec.Id, group => group.Container?.State == ContainerState.Running, ct);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(group.Id, Is.EqualTo(spec.Id));
        Assert.That(group.ProvisioningState, Is.EqualTo("Succeeded"));
        Assert.That(group.Events.Select(each => each.Name), Is.EqualTo((string[])["Pulling", "Pulled", "Started"]));
        Assert.That(group.Error, Is.Null);
    }

    [Test]
    public async Task Events_of_group_and_container_are_one_story()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = request => request.RequestUri!.AbsolutePath.Contains("containerGroups/", StringComparison.Ordinal) ? Wire.Json(HttpStatusCode.OK, """
            {"id":"/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-agents/providers/Microsoft.ContainerInstance/containerGroups/x","name":"x","type":"Microsoft.ContainerInstance/containerGroups","location":"westeurope","properties":{"provisioningState":"Creating",
              "containers":[{"name":"agent","properties":{"instanceView":{"restartCount":2,
                "currentState":{"state":"Waiting","detailStatus":"CrashLoopBackOff: Back-off 10s restarting failed"},
                "events":[{"count":2,"firstTimestamp":"2026-03-01T10:00:09Z","lastTimestamp":"2026-03-01T10:00:12Z","name":"BackOff","message":"Back-off","type":"Warning"},
                          {"count":1,"firstTimestamp":"2026-03-01T10:00:01Z","lastTimestamp":"2026-03-01T10:00:01Z","name":"Pulling","message":"pulling","type":"Normal"}]}}}],
              "instanceView":{"state":"Pending","events":[{"count":1,"firstTimestamp":"2026-03-01T10:00:05Z","lastTimestamp":"2026-03-01T10:00:05Z","name":"FailedMount","message":"mount","type":"Warning"}]}}}
            """) : null;
        var group = await azure.Groups.FindAsync(Some.Spec().Id, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(group!.Container, Is.EqualTo(new Container(ContainerState.Waiting, null, "CrashLoopBackOff: Back-off 10s restarting failed", 2)));
        Assert.That(group.Events.Select(each => $"{each.Count} {each.Name} {each.IsWarning}"), Is.EqualTo((string[])["1 Pulling False", "1 FailedMount True", "2 BackOff True"]));
    }

    [TestCase("""{"status":"Failed","error":{"code":"ServiceUnavailable","message":"No room."}}""", "ServiceUnavailable")]
    [TestCase("""{"status":"Failed"}""", null)]
    public async Task A_failed_creation_says_why_where_the_operation_does(string operation, string? code)
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var group = """{"id":"/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-agents/providers/Microsoft.ContainerInstance/containerGroups/x","name":"x","type":"Microsoft.ContainerInstance/containerGroups","location":"westeurope","properties":{"provisioningState":"Failed"}}""";
        azure.Wire.Answer = request => request switch
        {
            { Method.Method: "PUT" } => Created(azure.Cloud.Address, group),
            { RequestUri.AbsolutePath: var path } when path.Contains("/operations/", StringComparison.Ordinal) => Wire.Json(HttpStatusCode.OK, operation),
            { RequestUri.AbsolutePath: var path } when path.Contains("/containerGroups/", StringComparison.Ordinal) => Wire.Json(HttpStatusCode.OK, group),
            _ => null,
        };
        await azure.Groups.CreateAsync(Some.Spec(), CancellationToken.None);
        for (var look = 0; look < 2; look++)
        {
            var found = await azure.Groups.FindAsync(Some.Spec().Id, CancellationToken.None);
            Assert.That(found!.Error?.Code, Is.EqualTo(code));
            if (code is not null) Assert.That(found.Error!.Kind, Is.EqualTo(CloudErrorKind.Capacity));
        }
    }

    [Test]
    public async Task A_group_that_does_not_exist_is_not_found_and_has_no_log()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        using var _ = Assert.EnterMultipleScope();
        Assert.That(await azure.Groups.FindAsync(Some.Spec().Id, CancellationToken.None), Is.Null);
        Assert.That(await azure.Groups.ReadLogAsync(Some.Spec().Id, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_resource_group_that_does_not_exist_is_a_failure_before_anything_is_created()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var id = Some.Spec().Id with { ResourceGroup = Some.ResourceGroup with { Name = "rg-typo" } };
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => azure.Groups.FindAsync(id, CancellationToken.None));
        Assert.That(failure!.Message, Does.Contain("rg-typo"));
    }

    [Test]
    public async Task Groups_are_listed_by_tags_in_any_case_without_their_containers()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        await azure.Groups.CreateAsync(Some.Spec("ours"), CancellationToken.None);
        await azure.Groups.CreateAsync(Some.Spec("others") with { Tags = new Dictionary<string, string> { ["owner"] = "others" } }, CancellationToken.None);
        var found = await azure.Groups.ListAsync(Some.ResourceGroup, new Dictionary<string, string> { ["ephemeralagents.agent"] = "DEPLOY-1207" }, CancellationToken.None);
        using var _ = Assert.EnterMultipleScope();
        Assert.That(found.Single().Id, Is.EqualTo(Some.Spec("ours").Id));
        Assert.That(found.Single().Container, Is.Null);
        Assert.That(found.Single().Tags["EPHEMERALAGENTS.AGENT"], Is.EqualTo("deploy-1207"));
    }

    [Test]
    public async Task A_list_is_read_to_its_last_page()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        azure.Wire.Answer = request => request.RequestUri!.AbsolutePath.EndsWith("/containerGroups", StringComparison.Ordinal) ? Wire.Json(HttpStatusCode.OK,
            request.RequestUri.Query.Contains("skip", StringComparison.Ordinal) ? Page("two", null) : Page("one", $"{request.RequestUri}&$skiptoken=2")) : null;
        var found = await azure.Groups.ListAsync(Some.ResourceGroup, new Dictionary<string, string>(), CancellationToken.None);
        Assert.That(found.Select(group => group.Id.Name.Value), Is.EqualTo((string[])["one", "two"]));
    }

    [Test]
    public async Task A_resource_group_that_does_not_exist_cannot_be_listed()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        var groups = azure.GroupsAs(azure.Principal(World.OwnerClientId, azure.Cloud.Directory.Owner.Secret));
        var failure = await Assert.ThrowsAsync<ProvisioningException>(() => groups.ListAsync(Some.ResourceGroup with { Name = "rg-missing" }, new Dictionary<string, string>(), CancellationToken.None));
        using var _ = Assert.EnterMultipleScope();
        Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.NotUsable));
        Assert.That(failure.Message, Does.Contain("rg-missing").And.Contain("az group create"));
    }

    [Test]
    public async Task A_deleted_group_is_gone_and_may_be_deleted_again()
    {
        await using var azure = await EmulatedAzure.StartAsync();
        await azure.Groups.CreateAsync(Some.Spec(), CancellationToken.None);
        await azure.Groups.DeleteAsync(Some.Spec().Id, CancellationToken.None);
        await azure.Groups.DeleteAsync(Some.Spec().Id, CancellationToken.None);
        Assert.That(azure.Cloud.Azure.ContainerGroups, Is.Empty);
    }

    private static string Page(string name, string? next) => new JsonObject
    {
        ["value"] = new JsonArray(new JsonObject { ["id"] = Some.Spec(name).Id.ToString(), ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" } }),
        ["nextLink"] = next,
    }.ToJsonString();

    private static HttpResponseMessage Created(Uri cloud, string body)
    {
        var answer = Wire.Json(HttpStatusCode.Created, body);
        answer.Headers.Add("Azure-AsyncOperation", new Uri(cloud, $"/subscriptions/{World.SubscriptionId}/providers/Microsoft.ContainerInstance/locations/westeurope/operations/1?api-version=2018-06-01").ToString());
        return answer;
    }
}
