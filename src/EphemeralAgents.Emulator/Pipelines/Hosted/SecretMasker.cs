namespace EphemeralAgents.Emulator.Pipelines.Hosted;

/// <summary>Replaces every secret that it knows by <c>***</c>, longest first. Of a secret with several lines each line is one, too.</summary>
internal sealed class SecretMasker
{
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _secrets = new(Comparer<string>.Create((a, b) => a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b)));

    public void Add(string secret)
    {
        lock (_gate)
        {
            foreach (var part in (string[])[secret, secret.Trim(), .. secret.Split(['\r', '\n']), Uri.EscapeDataString(secret)])
            {
                if (part.Trim().Length > 0) _secrets.Add(part);
            }
        }
    }

    public string Mask(string text)
    {
        lock (_gate)
        {
            foreach (var secret in _secrets) text = text.Replace(secret, "***", StringComparison.Ordinal);
            return text;
        }
    }
}
