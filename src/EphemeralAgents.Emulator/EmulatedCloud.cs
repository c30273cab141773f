using System.Net;
using EphemeralAgents.Emulator.Azure;
using EphemeralAgents.Emulator.AzureDevOps;
using EphemeralAgents.Emulator.Hosting;
using EphemeralAgents.Emulator.Identity;

namespace EphemeralAgents.Emulator;

/// <summary>Azure and Azure Pipelines on one loopback HTTPS endpoint. State lives in memory and ends with it.</summary>
public sealed class EmulatedCloud : IAsyncDisposable
{
    private readonly PrivateAuthority _authority;
    private readonly bool _ownsFolder;
    private readonly Lazy<ContainerIdentityEndpoint> _machineIdentity;
    private WebApplication? _server;
    private int _ended;

    private EmulatedCloud(EmulatorSettings settings)
    {
        Settings = settings;
        _ownsFolder = settings.Folder is null;
        Folder = settings.Folder ?? System.IO.Directory.CreateTempSubdirectory("ephemeral-agents-emulator-").FullName;
        System.IO.Directory.CreateDirectory(Folder);
        _authority = new PrivateAuthority(TimeProvider.System);
        CaCertificatePath = Path.Combine(Folder, "ca.pem");
        File.WriteAllText(CaCertificatePath, _authority.CertificatePem);
        Tokens = new Tokens(settings.Clock);
        Azure = OrDeleteFolder(() => new AzureCloud(this));
        AzureDevOps = new Organization(settings, Tokens);
        _machineIdentity = new(() => new([Directory.Machine], this, TimeSpan.Zero));
    }

    public EmulatorSettings Settings { get; }

    /// <summary>Where everything lives that the emulator writes.</summary>
    public string Folder { get; }

    /// <summary>The PEM file of the authority that a client has to trust.</summary>
    public string CaCertificatePath { get; }

    /// <summary><c>https://127.0.0.1:PORT</c>: Resource Manager's address, and the authority host of Entra.</summary>
    public Uri Address { get; private set; } = new("https://127.0.0.1");

    /// <summary>The organization's address, <c>https://127.0.0.1:PORT/fabrikam/</c>.</summary>
    public Uri OrganizationUrl => new(Address, $"/{World.Organization}/");

    public RequestLog Requests { get; } = new();

    public Tokens Tokens { get; }

    /// <summary>The tenant's applications and identities, with their secrets.</summary>
    public TenantDirectory Directory { get; } = new();

    public AzureCloud Azure { get; }

    public Organization AzureDevOps { get; }

    /// <summary>The identity endpoint of the machine that hosted jobs run on; started when the first of them asks.</summary>
    internal ContainerIdentityEndpoint MachineIdentity => _machineIdentity.Value;

    public static async Task<EmulatedCloud> StartAsync(EmulatorSettings? settings = null, CancellationToken ct = default)
    {
        var cloud = new EmulatedCloud(settings ?? new EmulatorSettings());
        try
        {
            await cloud.ListenAsync(ct);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        // The containers first: they may be in the middle of a request.
        await Azure.DisposeAsync();
        if (_machineIdentity.IsValueCreated) await MachineIdentity.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _authority.Dispose();
        if (_ownsFolder) System.IO.Directory.Delete(Folder, recursive: true);
    }

    // An image that cannot be read is found here, when there is nobody yet who would dispose of this.
    private T OrDeleteFolder<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch
        {
            _authority.Dispose();
            if (_ownsFolder) System.IO.Directory.Delete(Folder, recursive: true);
            throw;
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Settings.Port, listen => listen.UseHttps(_authority.Server)));
        _server = builder.Build();
        _server.Use(next => context => Requests.RecordAsync(context, next));
        _server.Use(next => context =>
        {
            // az builds some paths with a double slash; Azure accepts them.
            while (context.Request.Path.Value is { } path && path.Contains("//")) context.Request.Path = path.Replace("//", "/");
            return next(context);
        });
        _server.UseRouting();
        Routes.Map(_server, this);
        await _server.StartAsync(ct);
        Address = new Uri(_server.Urls.Single());
        foreach (var connection in SeededConnections.Of(this)) AzureDevOps.ServiceConnections.Add(connection);
    }
}
