using EphemeralAgents.StandInAgent.Jobs;
using EphemeralAgents.StandInAgent.Reporting;

namespace EphemeralAgents.StandInAgent.Steps;

/// <summary>A step's output: ordinary lines go to the log, logging commands take effect.</summary>
internal sealed class StepOutput(JobState job, TimelineRecord record)
{
    /// <summary>What the step has said of itself; the worst, if it did so more than once.</summary>
    public TaskResult? Result { get; private set; }

    public List<(string Type, string Name, string Path)> Attachments { get; } = [];

    public void Write(string line) => job.Report.Write(record, line);

    public void Fail(string message)
    {
        job.Report.AddIssue(record, new Issue("error", message));
        Conclude(TaskResult.Failed);
    }

    public void Take(string line)
    {
        if (LoggingCommand.Find(line) is not { } command)
        {
            Write(line);
            return;
        }
        try
        {
            Obey(command);
        }
        catch (InvalidOperationException refused)
        {
            Fail($"Unable to process command '##vso[{command.Name}]' successfully. {refused.Message}");
        }
    }

    private void Conclude(TaskResult result) => Result = Result is { } earlier ? TaskResults.Worse(earlier, result) : result;

    private void Obey(LoggingCommand command)
    {
        switch (command.Name)
        {
            case "task.setvariable":
                SetVariable(command);
                break;
            case "task.setsecret":
                job.Secrets.Add(command.Data);
                break;
            case "task.settaskvariable" when command.IsTrue("issecret"):
                job.Secrets.Add(command.Data); // only the other parts of the same task would see it, and this agent runs but one
                break;
            case "task.logissue":
                LogIssue(command);
                break;
            case "task.complete":
                if (command.Data.Length > 0) Write(command.Data);
                Conclude(Enum.TryParse<TaskResult>(command["result"], ignoreCase: true, out var result)
                    ? result : throw new InvalidOperationException("The result is none of Succeeded, SucceededWithIssues, Failed, Canceled, Skipped."));
                break;
            case "task.debug":
                if (job.IsDebug) Write($"##[debug]{command.Data}");
                break;
            case "task.setprogress":
                job.Report.Update(record, progressed =>
                {
                    progressed.PercentComplete = int.TryParse(command["value"], out var percent) ? percent : progressed.PercentComplete;
                    progressed.CurrentOperation = command.Data;
                });
                break;
            case "task.prependpath":
                job.PrependedPaths.Insert(0, command.Data);
                break;
            case "task.uploadsummary":
                Attachments.Add(("DistributedTask.Core.Summary", Path.GetFileName(command.Data), command.Data));
                break;
            case "task.addattachment":
                Attachments.Add((Required(command, "type"), Required(command, "name"), command.Data));
                break;
            case "telemetry.publish" or "task.settaskvariable":
                break;
            default:
                job.Report.AddIssue(record, new Issue("warning", $"The stand-in agent does not know the command '##vso[{command.Name}]'."));
                break;
        }
    }

    private void SetVariable(LoggingCommand command)
    {
        var name = Required(command, "variable");
        var isSecret = command.IsTrue("issecret");
        if (isSecret && command.Data.TrimEnd('\r', '\n').Contains('\n')) throw new InvalidOperationException("Secrets cannot contain multiple lines.");
        if (job.Variables.IsReadOnly(name)) throw new InvalidOperationException($"The variable '{name}' is read-only.");
        if (isSecret) job.Secrets.Add(command.Data);
        if (!command.IsTrue("isoutput"))
        {
            job.Variables.Set(name, command.Data, isSecret);
            return;
        }
        job.Report.Update(record, producer => producer.Variables[name] = new Variable(command.Data, isSecret));
        job.Variables.Set(string.IsNullOrEmpty(record.RefName) ? name : $"{record.RefName}.{name}", command.Data, isSecret);
    }

    private void LogIssue(LoggingCommand command)
    {
        var type = command["type"]?.ToLowerInvariant();
        if (type is not ("error" or "warning")) throw new InvalidOperationException("An issue's type is error or warning.");
        var data = command.Properties.Where(property => property.Key != "type").ToDictionary();
        job.Report.AddIssue(record, new Issue(type, command.Data) { Category = "General", Data = data });
    }

    private static string Required(LoggingCommand command, string property) =>
        command[property] ?? throw new InvalidOperationException($"It needs a property '{property}'.");
}
