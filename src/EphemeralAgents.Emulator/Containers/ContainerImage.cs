using System.Text.Json;

namespace EphemeralAgents.Emulator.Containers;

/// <summary>
/// A folder that stands for a container image, described by its <c>image.json</c>:
/// <c>{"entrypoint":["{root}/run.sh","{user}"],"env":{"A":"1"},"workingDirectory":"{root}"}</c>.
/// </summary>
internal sealed record ContainerImage(string Folder, IReadOnlyList<string> Entrypoint, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory)
{
    private sealed record Description(string[]? Entrypoint, Dictionary<string, string>? Env, string? WorkingDirectory);

    /// <exception cref="InvalidDataException">The folder has no image.json, or one that names no entry point.</exception>
    public static ContainerImage Load(string folder)
    {
        var path = Path.Combine(folder, "image.json");
        try
        {
            var description = JsonSerializer.Deserialize<Description>(File.ReadAllBytes(path), JsonSerializerOptions.Web);
            if (description?.Entrypoint is not { Length: > 0 } entrypoint) throw new InvalidDataException($"'{path}' names no entrypoint.");
            return new(folder, entrypoint, description.Env ?? [], description.WorkingDirectory ?? "{root}");
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
