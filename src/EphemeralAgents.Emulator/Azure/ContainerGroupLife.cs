using EphemeralAgents.Emulator.Containers;

namespace EphemeralAgents.Emulator.Azure;

/// <summary>One life of a container group, from its start to its end: place in the network, images, init containers, containers, restarts.</summary>
internal sealed class ContainerGroupLife
{
    private readonly ContainerGroup _group;
    private readonly AzureCloud _azure;
    private readonly CancellationTokenSource _stop = new();
    private int _running;

    /// <summary>Begins when the <paramref name="previous"/> life has ended.</summary>
    public ContainerGroupLife(ContainerGroup group, AzureCloud azure, Task previous)
    {
        (_group, _azure) = (group, azure);
        Ended = RunAsync(previous);
    }

    /// <summary>Ends when every container has ended for good and none of their processes is left.</summary>
    public Task Ended { get; }

    public bool IsStopping => _stop.IsCancellationRequested;

    private TimeProvider Clock => _azure.Clock;
    private Latencies Latencies => _azure.Settings.Latencies;

    /// <summary>Stops everything; a stop of the whole emulator ends the containers' grace.</summary>
    public Task StopAsync()
    {
        _stop.Cancel();
        return Ended;
    }

    private async Task RunAsync(Task previous)
    {
        await Task.Yield();
        await previous;
        foreach (var container in _group.Containers) container.Reset();
        try
        {
            await Task.Delay(Latencies.Network, Clock, _stop.Token);
            _group.IpAddress ??= _azure.Networks.Place(_group);
            _group.ProvisioningState = "Creating";
            await using var identity = _azure.StartIdentityEndpoint(_group);
            var host = identity?.Variables ?? new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var init in _group.Containers.Where(one => one.IsInit))
            {
                await RunAsync(init, host);
                if (init.Status!.ExitCode == 0) continue;
                _group.ProvisioningState = "Failed";
                return;
            }
            await Task.WhenAll(_group.MainContainers.Select(one => RunAsync(one, host)));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped or deleted.
        }
        catch (Exception broken) when (broken is IOException or InvalidOperationException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
        {
            Fail(broken.Message);
        }
    }

    private void Fail(string why)
    {
        foreach (var container in _group.Containers.Where(one => one.Status?.State != "Terminated"))
        {
            container.Happened("Failed", $"Error: {why}", warning: true);
            container.Status = new("Waiting", "RunContainerError");
        }
        _group.ProvisioningState = "Failed";
    }

    private async Task RunAsync(Container container, IReadOnlyDictionary<string, string> host)
    {
        container.Status = new("Waiting", "");
        for (var run = 0; ; run++)
        {
            await PullAsync(container, again: run > 0);
            var ended = await RunOnceAsync(container, host);
            container.ProcessId = null;
            if (!MayRestart(container, ended.ExitCode, run))
            {
                container.Status = ended;
                return;
            }
            await BackOffAsync(container, ended, run);
        }
    }

    private async Task PullAsync(Container container, bool again)
    {
        container.Happened("Pulling", $"pulling image \"{container.Image}\"");
        if (!again) await Task.Delay(Latencies.ImagePull, Clock, _stop.Token);
        container.Happened("Pulled", $"Successfully pulled image \"{container.Image}\"");
        if (!again) await Task.Delay(Latencies.ContainerStart, Clock, _stop.Token);
    }

    private async Task<ContainerStatus> RunOnceAsync(Container container, IReadOnlyDictionary<string, string> host)
    {
        _stop.Token.ThrowIfCancellationRequested();
        var log = new ContainerLog(Clock);
        var environment = host.Concat([KeyValuePair.Create("Fabric_CodePackageName", container.Name)]).Concat(container.Environment);
        var start = new ContainerStart($"{_group.Name}-{container.Name}", container.Image, container.Command, environment.GroupBy(one => one.Key).ToDictionary(one => one.Key, one => one.Last().Value));
        var process = _azure.Containers.Start(start, log);
        var startedOn = Clock.GetUtcNow();
        container.Log = log;
        container.ProcessId = process.Id;
        container.Happened("Started", "Started container");
        container.Status = new("Running", "", startedOn);
        Started(container);
        try
        {
            await process.Exited.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            container.Happened("Killing", $"Killing container with id {process.Id}.");
            await process.StopAsync(_azure.Settings.StopGrace, Clock, _azure.Ending);
        }
        var exitCode = await process.Exited;
        return new("Terminated", exitCode == 0 ? "Completed" : "Error", startedOn, Clock.GetUtcNow(), exitCode);
    }

    private void Started(Container container)
    {
        if (container.IsInit || container.RestartCount > 0) return;
        if (Interlocked.Increment(ref _running) == _group.MainContainers.Count()) _group.ProvisioningState = "Succeeded";
    }

    /// <summary>
    /// Never is not "run once": after a failure the platform may restart the container, and here it does, once. An init container
    /// that fails is tried again unless the policy is Never.
    /// </summary>
    private bool MayRestart(Container container, int? exitCode, int run) => !_stop.IsCancellationRequested && _group.RestartPolicy switch
    {
        "Always" => !container.IsInit || exitCode != 0,
        "OnFailure" => exitCode != 0,
        _ => exitCode != 0 && run == 0 && !container.IsInit,
    };

    private async Task BackOffAsync(Container container, ContainerStatus ended, int run)
    {
        var pause = TimeSpan.FromTicks(Math.Min((Latencies.RestartBackOff * Math.Pow(2, Math.Min(run, 10))).Ticks, TimeSpan.FromMinutes(5).Ticks));
        container.PreviousStatus = ended;
        container.Happened("BackOff", "Back-off restarting failed container", warning: true);
        container.Status = new("Waiting", $"CrashLoopBackOff: Back-off {pause.TotalSeconds:0}s restarting failed");
        await Task.Delay(pause, Clock, _stop.Token);
        container.RestartCount++;
    }
}
