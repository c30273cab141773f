using System.Text;

namespace EphemeralAgents.Supervisor.Tests;

/// <summary>What the supervisor prints; a test can wait for a stage.</summary>
internal sealed class StageLog : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    public override Encoding Encoding => Encoding.UTF8;

    public string Text
    {
        get
        {
            lock (_gate) return _text.ToString();
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_gate)
        {
            _text.Append(value).Append('\n');
            foreach (var (_, seen) in _awaited.Where(awaited => _text.ToString().Contains(awaited.Text, StringComparison.Ordinal))) seen.TrySetResult();
        }
    }

    /// <summary>Completes when something like this has been printed.</summary>
    public Task HasAsync(string text)
    {
        lock (_gate)
        {
            if (_text.ToString().Contains(text, StringComparison.Ordinal)) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, seen));
            return Patient.Await(seen.Task);
        }
    }
}
