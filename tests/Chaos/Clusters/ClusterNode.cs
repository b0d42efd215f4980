using Streaming.Support;

namespace Streaming.Chaos.Clusters;

/// <summary>One node of the cluster under test: a process that comes back under the same id at the same address.</summary>
/// <param name="program">Which one; null: what was built beside this.</param>
internal sealed class ClusterNode(string id, INodeSite site, int redisPort, string logFile, string? program) : IAsyncDisposable
{
    /// <summary>For a node to be let in again: until its predecessor's lease has run out it refuses to start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private NodeProcess? _process;
    private Uri? _address;

    public string Id => id;

    public INodeSite Site => site;

    /// <summary>Where clients reach it; it stays the same.</summary>
    public Uri Address => _address ?? throw new InvalidOperationException($"{id} was never started.");

    /// <summary>Its process is there; it may stand still.</summary>
    public bool IsRunning => _process is not null;

    /// <summary>How often it did not get in at once when it was started again.</summary>
    public int RefusedStarts { get; private set; }

    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public async Task StartAsync()
    {
        string redis = $"redis://{site.RedisAddress(redisPort)}";
        var place = new NodePlace(_address?.ToString().TrimEnd('/') ?? $"http://{site.Address}:0", site.Within, logFile, program);
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                _process = await NodeProcess.StartAsync(
                [
                    "--Streaming:RateLimitEnabled=false", "--Streaming:Log:MaxEntriesPerRoom=1000000", "--Streaming:Drain:ReconnectSpread=500ms",
                    "--Streaming:Limits:MaxConnectionsPerUser=0", "--Streaming:Limits:TrustedProxies=127.0.0.0/8",
                ],
                new Dictionary<string, string?>
                {
                    ["REDIS_URL"] = redis,
                    ["NODE_ID"] = id,
                },
                place: place);
                _address = _process.Address;
                return;
            }
            catch (InvalidOperationException) when (_address is not null && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                RefusedStarts++;
            }
        }
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        NodeProcess process = Process();
        await process.KillAsync();
        await ForgetAsync();
    }

    /// <summary>Asks it to go, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        NodeProcess process = Process();
        await process.SignalAsync("TERM");
        int code = await process.WaitForExitAsync();
        await ForgetAsync();
        return code;
    }

    public Task SignalAsync(string signal) => Process().SignalAsync(signal);

    public async ValueTask DisposeAsync()
    {
        await ForgetAsync();
        await site.DisposeAsync();
    }

    private async Task ForgetAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    private NodeProcess Process() => _process ?? throw new InvalidOperationException($"{id} does not run.");
}
