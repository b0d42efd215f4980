using System.Text.Json;
using Streaming.Chaos.Clients;
using Streaming.Chaos.Clusters;

namespace Streaming.Chaos.Measures;

/// <summary>What operators are told of the cluster.</summary>
internal sealed class ClusterView : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };

    /// <summary>The node that owns a room's shard; null: none does.</summary>
    public async Task<string?> OwnerOfAsync(ClusterNode asked, string room, CancellationToken stopping)
    {
        using JsonDocument report = await GetAsync(asked, $"/cluster/rooms/{room}", stopping);
        return report.RootElement.TextOf("owner");
    }

    /// <summary>How many shards a node owns, as another one knows it.</summary>
    public async Task<int> ShardsOfAsync(ClusterNode asked, ClusterNode owner, CancellationToken stopping)
    {
        using JsonDocument report = await GetAsync(asked, "/cluster/shards", stopping);
        return report.RootElement.GetProperty("shards").EnumerateArray().Count(shard => shard.TextOf("owner") == owner.Id);
    }

    /// <summary>Every shard is where it should be.</summary>
    public async Task<bool> IsSettledAsync(ClusterNode asked, int nodes, CancellationToken stopping)
    {
        using JsonDocument report = await GetAsync(asked, "/cluster/members", stopping);
        JsonElement shards = report.RootElement.GetProperty("shards");
        return shards.NumberOf("unowned") == 0 && shards.NumberOf("misplaced") == 0
            && report.RootElement.GetProperty("members").GetArrayLength() == nodes;
    }

    public async Task DrainAsync(ClusterNode asked, ClusterNode member, CancellationToken stopping)
    {
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(asked.Address, $"/cluster/members/{member.Id}/drain"), content: null, stopping);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> GetAsync(ClusterNode asked, string path, CancellationToken stopping) =>
        JsonDocument.Parse(await _http.GetByteArrayAsync(new Uri(asked.Address, path), stopping));
}
