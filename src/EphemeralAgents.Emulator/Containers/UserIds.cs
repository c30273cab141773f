namespace EphemeralAgents.Emulator.Containers;

/// <summary>
/// User ids for containers, so that all processes of one can be found and killed by user. A block of a hundred is reserved by a
/// lock on a file that dies with the process: other emulators on the machine take other blocks.
/// </summary>
internal sealed class UserIds : IDisposable
{
    private const int First = 20000;
    private const int BlockSize = 100;
    private const int Blocks = 400;
    private readonly Lock _gate = new();
    private readonly HashSet<int> _taken = [];
    private FileStream? _block;
    private int _firstOfBlock;

    public int Take()
    {
        lock (_gate)
        {
            _block ??= Reserve();
            var id = Enumerable.Range(_firstOfBlock, BlockSize).FirstOrDefault(one => !_taken.Contains(one));
            if (id == 0) throw new InvalidOperationException($"More than {BlockSize} containers run at once: there is no user id left for another.");
            _taken.Add(id);
            return id;
        }
    }

    public void Return(int id)
    {
        lock (_gate) _taken.Remove(id);
    }

    public void Dispose() => _block?.Dispose();

    private FileStream Reserve()
    {
        var folder = Path.Combine(Path.GetTempPath(), "ephemeral-agents-emulator-users");
        Directory.CreateDirectory(folder);
        for (var block = 0; block < Blocks; block++)
        {
            try
            {
                var held = new FileStream(Path.Combine(folder, $"{block}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                _firstOfBlock = First + block * BlockSize;
                return held;
            }
            catch (IOException)
            {
                // Held by another emulator.
            }
        }
        throw new InvalidOperationException($"All blocks of user ids are held by other emulators; see {folder}.");
    }
}
