namespace EphemeralAgents.Cli.Tests;

/// <summary>The environment that the agent gives a task (azure-pipelines-agent, Handler.AddEndpointsToEnvironment and its kin).</summary>
internal static class PipelineTask
{
    public const string ConnectionId = "5b6c0000-aaaa-4bbb-8ccc-000000000003";

    public static Dictionary<string, string> Provision(params (string Name, string? Value)[] changes)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TF_BUILD"] = "True",
            ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/fabrikam/",
            ["SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"] = "https://dev.azure.com/fabrikam/",
            ["SYSTEM_TEAMPROJECT"] = "Fiber",
            ["SYSTEM_JOBNAME"] = "provision",
            ["AGENT_JOBNAME"] = "Provision an agent",
            ["BUILD_BUILDID"] = "1207",
            ["ENDPOINT_URL_SYSTEMVSSCONNECTION"] = "https://dev.azure.com/fabrikam/",
            ["ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION"] = "OAuth",
            ["ENDPOINT_AUTH_SYSTEMVSSCONNECTION"] = $$"""{"parameters":{"AccessToken":"{{CommandLine.Token}}"},"scheme":"OAuth"}""",
            ["ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN"] = CommandLine.Token,
            [$"ENDPOINT_URL_{ConnectionId}"] = "https://management.azure.com/",
            [$"ENDPOINT_AUTH_SCHEME_{ConnectionId}"] = "ServicePrincipal",
            [$"ENDPOINT_AUTH_{ConnectionId}"] =
                $$"""{"parameters":{"serviceprincipalid":"c11e0000-0000-4000-8000-000000000002","tenantid":"7a1e0000-0000-4000-8000-000000000001","authenticationType":"spnKey","serviceprincipalkey":"{{CommandLine.ClientSecret}}"},"scheme":"ServicePrincipal"}""",
            [$"ENDPOINT_AUTH_PARAMETER_{ConnectionId}_SERVICEPRINCIPALID"] = "c11e0000-0000-4000-8000-000000000002",
            [$"ENDPOINT_AUTH_PARAMETER_{ConnectionId}_TENANTID"] = "7a1e0000-0000-4000-8000-000000000001",
            [$"ENDPOINT_AUTH_PARAMETER_{ConnectionId}_AUTHENTICATIONTYPE"] = "spnKey",
            [$"ENDPOINT_AUTH_PARAMETER_{ConnectionId}_SERVICEPRINCIPALKEY"] = CommandLine.ClientSecret,
            [$"ENDPOINT_DATA_{ConnectionId}"] = """{"environment":"AzureCloud","subscriptionId":"11111111-2222-4333-8444-555555555555","subscriptionName":"Fabrikam"}""",
            [$"ENDPOINT_DATA_{ConnectionId}_ENVIRONMENT"] = "AzureCloud",
            [$"ENDPOINT_DATA_{ConnectionId}_ENVIRONMENTAUTHORITYURL"] = "https://login.microsoftonline.com/",
            [$"ENDPOINT_DATA_{ConnectionId}_SUBSCRIPTIONID"] = "11111111-2222-4333-8444-555555555555",
            ["INPUT_COMMAND"] = "provision",
            ["INPUT_AZURESERVICECONNECTION"] = ConnectionId,
            ["INPUT_RESOURCEGROUP"] = "rg-agents",
            ["INPUT_VIRTUALNETWORK"] = "vnet-private",
            ["INPUT_SUBNET"] = "snet-agents",
            ["INPUT_IMAGE"] = "fabrikam.azurecr.io/agents/linux:1",
            ["INPUT_POOL"] = "Ephemeral",
            ["INPUT_AGENTNAME"] = "deploy-1207",
            ["INPUT_CPU"] = "2",
            ["INPUT_LOCATION"] = "",
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) environment.Remove(name);
            else environment[name] = value;
        }

        return environment;
    }
}
