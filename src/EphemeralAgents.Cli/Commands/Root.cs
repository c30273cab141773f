using System.CommandLine;
using System.CommandLine.Help;

namespace EphemeralAgents.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class Root
{
    public static RootCommand Create(Shell shell)
    {
        var common = new CommonOptions();
        var root = new RootCommand("Run-once Azure Pipelines agents in Azure Container Instances.")
        {
            ProvisionCommand.Create(shell, common),
            RemoveCommand.Create(shell, common),
            TaskCommand.Create(shell, common),
            SuperviseCommand.Create(shell),
        };
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples(Examples.All);
        root.Directives.Clear();
        return root;
    }
}
