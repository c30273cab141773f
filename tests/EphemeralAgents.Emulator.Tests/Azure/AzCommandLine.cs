using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EphemeralAgents.Emulator.Tests.Azure;

/// <summary>The stock az command line with a configuration of its own, pointed at an emulated cloud.</summary>
internal sealed class AzCommandLine(EmulatedCloud cloud)
{
    private readonly string _configuration = Path.Combine(cloud.Folder, "az");

    /// <summary>Signs in as the owner; without az the test is ignored.</summary>
    public static async Task<AzCommandLine> SignInAsync(EmulatedCloud cloud)
    {
        var az = new AzCommandLine(cloud);
        try
        {
            await az.RunAsync("cloud", "register", "-n", "emulator", "--endpoint-resource-manager", cloud.Address.ToString().TrimEnd('/'));
        }
        catch (Win32Exception)
        {
            Assert.Ignore("az is not installed.");
        }
        await az.RunAsync("cloud", "set", "-n", "emulator");
        await az.RunAsync("login", "--service-principal", "-u", World.OwnerClientId, "-p", cloud.Directory.Owner.Secret, "--tenant", World.TenantId);
        return az;
    }

    /// <summary>The command's answer as JSON; null when it says nothing.</summary>
    public async Task<JsonNode?> RunAsync(params string[] arguments)
    {
        var text = await TextAsync(arguments);
        return text.Trim().Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>What the command writes; a failure fails the test with what az said.</summary>
    public async Task<string> TextAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("az", [.. arguments, "--output", "json", "--only-show-errors"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            Environment =
            {
                ["AZURE_CONFIG_DIR"] = _configuration, ["REQUESTS_CA_BUNDLE"] = cloud.CaCertificatePath, ["AZURE_CORE_COLLECT_TELEMETRY"] = "no",
            },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"az {arguments[0]} {arguments[1]}: {await error}");
        return await output;
    }
}
