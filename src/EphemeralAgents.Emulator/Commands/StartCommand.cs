using System.CommandLine;

namespace EphemeralAgents.Emulator.Commands;

/// <summary>Starts the emulator and keeps it until it is interrupted.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var options = new EmulatorOptions();
        var environmentFile = new Option<string?>("--env-file") { Description = "Write the environment of a client, secrets included, to this file.", HelpName = "FILE" };
        var command = new Command("start", "Start the emulator and print what a client needs; Ctrl+C ends it.") { environmentFile };
        options.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            await using var cloud = await EmulatedCloud.StartAsync(options.Read(parsed), ct);
            var environment = ClientEnvironment.Of(cloud);
            if (parsed.GetValue(environmentFile) is { } path) environment.Write(path);
            await output.WriteLineAsync($"Listening on {cloud.Address}");
            if (cloud.Azure.Containers.Warning is { } warning) await output.WriteLineAsync($"Warning: {warning}");
            await output.WriteAsync(environment.Masked());
            await output.WriteLineAsync("Ready. Ctrl+C ends it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return command;
    }
}
