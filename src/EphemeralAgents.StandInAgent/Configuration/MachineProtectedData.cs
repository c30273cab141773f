using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace EphemeralAgents.StandInAgent.Configuration;

/// <summary>Reads what Windows' Data Protection API has sealed for this machine, as it has an agent's key file there.</summary>
[SupportedOSPlatform("windows")]
internal static class MachineProtectedData
{
    /// <exception cref="Win32Exception">The data was not sealed on this machine.</exception>
    public static byte[] Unprotect(byte[] sealedData)
    {
        var input = new Blob { Length = sealedData.Length, Data = Marshal.AllocHGlobal(sealedData.Length) };
        try
        {
            Marshal.Copy(sealedData, 0, input.Data, sealedData.Length);
            if (!CryptUnprotectData(ref input, 0, 0, 0, 0, 0, out var output)) throw new Win32Exception(Marshal.GetLastPInvokeError());
            var data = new byte[output.Length];
            Marshal.Copy(output.Data, data, 0, output.Length);
            Marshal.FreeHGlobal(output.Data);
            return data;
        }
        finally
        {
            Marshal.FreeHGlobal(input.Data);
        }
    }

    [DllImport("crypt32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CryptUnprotectData(ref Blob input, nint description, nint entropy, nint reserved, nint prompt, int flags, out Blob output);

    [StructLayout(LayoutKind.Sequential)]
    private struct Blob
    {
        public int Length;
        public nint Data;
    }
}
