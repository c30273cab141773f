namespace EphemeralAgents.Emulator.AzureDevOps;

/// <summary>A role on an organization's pool. Only <see cref="Administrator"/> may register and unregister agents.</summary>
public enum PoolRole
{
    None,
    Reader,

    /// <summary>May use the pool for a project's queue; registers nothing.</summary>
    ServiceAccount,
    Administrator,
}
