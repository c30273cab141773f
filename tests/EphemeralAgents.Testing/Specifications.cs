using NUnit.Framework;

namespace EphemeralAgents.Testing;

/// <summary>The folder with the published specifications and recordings, where a machine has them: EPHEMERAL_AGENTS_SPECS names it.</summary>
public static class Specifications
{
    /// <summary>The path of a file in the folder; without the folder the test is ignored.</summary>
    public static string PathOf(string file)
    {
        var folder = Environment.GetEnvironmentVariable("EPHEMERAL_AGENTS_SPECS");
        if (string.IsNullOrEmpty(folder)) Assert.Ignore("EPHEMERAL_AGENTS_SPECS does not name a folder with the published specifications.");
        return Path.Combine(folder!, file);
    }
}
