using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Streaming.Actors.Shards;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Webhooks;

namespace Streaming.Cluster.Tests.Features;

/// <summary>
/// All features, played at the same time on three real nodes over a real Redis; then all again, and when each has done what it does the owner of
/// everything is killed. What came of each play is kept for its test.
/// </summary>
public sealed class FeaturesPlayed : IAsyncLifetime
{
    private readonly RedisProcess _redis = new("--save", "", "--appendonly", "yes");
    private readonly ConcurrentDictionary<(string Feature, bool OwnerDies), Exception> _failures = new();
    private readonly HttpClient _http = new() { Timeout = NodeProcess.Deadline };
    private ClusterUnderTest _cluster = null!;
    private HttpReceiver _receiver = null!;
    private string?[] _owners = [];
    private int _plays;

    /// <summary>Why a play failed; null where it did not.</summary>
    public Exception? FailureOf(string feature, bool ownerDies) => _failures.GetValueOrDefault((feature, ownerDies));

    public async Task InitializeAsync()
    {
        await _redis.StartAsync();
        _receiver = await HttpReceiver.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(
            3, $"--Streaming:Redis:Configuration=127.0.0.1:{_redis.Port}", $"--Streaming:Cluster:Shards={FeaturePlay.Shards}",
            "--Streaming:Channels:0=log.* persistent publish=anyone", "--Streaming:Channels:1=tick.* publish=anyone",
            "--Streaming:Webhooks:0:Name=all", $"--Streaming:Webhooks:0:Url={_receiver.Url}", "--Streaming:Webhooks:0:Secret=a secret of 24 characters",
            "--Streaming:Webhooks:0:Events=member.joined,message", "--Streaming:Webhooks:0:RetryDelay=100ms");
        await SettleAsync();

        await PlayAllAsync(ownerDies: false, static () => Task.CompletedTask);
        await PlayAllAsync(ownerDies: true, _cluster.Nodes[2].KillAsync);
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _http.Dispose();
        await _receiver.DisposeAsync();
        await _redis.DisposeAsync();
    }

    internal string? OwnerOf(ShardId shard) => _owners[shard.Value];

    private async Task PlayAllAsync(bool ownerDies, Func<Task> whenAllHaveCome)
    {
        var meeting = new Meeting(FeatureTable.All.Count, whenAllHaveCome);
        await Task.WhenAll(FeatureTable.All.Select(async one =>
        {
            bool hasCome = false;
            await using var play = new FeaturePlay(this, _cluster, _http, _receiver, Interlocked.Increment(ref _plays), () =>
            {
                hasCome = true;
                return meeting.ComeAsync();
            });
            try
            {
                await one.Value(play);
                if (!hasCome)
                    throw new InvalidOperationException("It has nothing that holds when the owner dies.");
            }
            catch (Exception e)
            {
                _failures[(one.Key, ownerDies)] = e;
            }
            finally
            {
                // The others are not to wait for it.
                if (!hasCome)
                    _ = meeting.ComeAsync();
            }
        }));
    }

    /// <summary>Waits until every shard is where it belongs, so that nothing moves but what is killed.</summary>
    private async Task SettleAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        while (true)
        {
            JsonArray shards = JsonNode.Parse(await _http.GetStringAsync(new Uri(_cluster.Nodes[0].Address, "/cluster/shards"), deadline.Token))!["shards"]!.AsArray();
            _owners = [.. shards.Select(static shard => (string?)shard!["owner"])];
            if (_owners.Distinct().Count() == _cluster.Nodes.Count && shards.All(static shard => (string?)shard!["owner"] == (string?)shard["preferred"]))
                return;

            await Task.Delay(5, deadline.Token);
        }
    }

    /// <summary>Where all wait for each other.</summary>
    private sealed class Meeting(int expected, Func<Task> whenAllHaveCome)
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing = expected;

        public async Task ComeAsync()
        {
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                await whenAllHaveCome();
                _over.SetResult();
            }

            await _over.Task;
        }
    }
}
