namespace EphemeralAgents.Cli.Commands;

/// <summary>What the help shows of every command, by its name.</summary>
internal static class Examples
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [ProvisionCommand.Name] = """
            # From a workstation: secrets come from the environment, never from options.
            export AZURE_TENANT_ID=… AZURE_CLIENT_ID=… AZURE_CLIENT_SECRET=… AZURE_SUBSCRIPTION_ID=… AZURE_DEVOPS_EXT_PAT=…
            ephemeral-agents provision --organization https://dev.azure.com/fabrikam --pool private-network \
              --agent-name deploy-1207 --resource-group rg-agents --virtual-network vnet-private --subnet snet-agents \
              --image fabrikam.azurecr.io/agents/linux:1

            # For a program: one JSON document on standard output.
            ephemeral-agents provision … --output json > agent.json
            """,
        [RemoveCommand.Name] = """
            # After the job, whatever became of it: removing what is gone succeeds.
            ephemeral-agents remove --organization https://dev.azure.com/fabrikam --pool private-network \
              --agent-name deploy-1207 --resource-group rg-agents
            """,
        [TaskCommand.Name] = """
            # What the task's launcher starts; the agent has put everything into the environment.
            ephemeral-agents task
            """,
        [SuperviseCommand.Name] = """
            # The entry point of an image whose agent lies in /agent and runs as the user "agent".
            ephemeral-agents supervise --agent-root /agent --user agent
            """,
    };
}
