using Streaming.Chaos.Histories;
using Streaming.Chaos.Runs;

namespace Streaming.Chaos.Clusters;

/// <summary>Redis, the nodes and what stands in front of them. Whatever was started ends with it.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly List<ClusterNode> _nodes = [];

    private ChaosCluster(DurableRedis redis) => Redis = redis;

    public DurableRedis Redis { get; }

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>Null where there is no nginx.</summary>
    public LoadBalancer? Balancer { get; private set; }

    public static async Task<ChaosCluster> StartAsync(ChaosOptions options, RunLog log)
    {
        (int nodes, string folder) = (options.Nodes, options.Folder);
        List<INodeSite> sites = await FindSitesAsync(nodes);
        var cluster = new ChaosCluster(new DurableRedis(folder, sites.Select(static site => site.Outside).OfType<string>()));
        try
        {
            for (int i = 0; i < nodes; i++)
                cluster._nodes.Add(new ClusterNode($"n{i + 1}", sites[i], cluster.Redis.Port, Path.Combine(folder, $"n{i + 1}.log"), options.Program));

            await cluster.Redis.StartAsync();
            log.Say($"redis listens on port {cluster.Redis.Port}");
            await Task.WhenAll(cluster._nodes.Select(static node => node.StartAsync()));
            foreach (ClusterNode node in cluster._nodes)
                log.Say($"{node.Id} listens on {node.Address}");

            cluster.Balancer = await LoadBalancer.TryStartAsync(folder, cluster._nodes);
            log.Say(cluster.Balancer is { } balancer ? $"nginx listens on {balancer.Address}" : "there is no nginx");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Some node that runs, or now and then the balancer.</summary>
    public Uri PickAddress(Random random)
    {
        if (Balancer is { } balancer && random.Next(5) < 2)
            return balancer.Address;

        ClusterNode[] running = [.. _nodes.Where(static node => node.IsRunning)];
        return (running.Length == 0 ? _nodes[0] : running[random.Next(running.Length)]).Address;
    }

    public async ValueTask DisposeAsync()
    {
        if (Balancer is not null)
            await Balancer.DisposeAsync();
        await Task.WhenAll(_nodes.Select(static node => node.DisposeAsync().AsTask()));
        await Redis.DisposeAsync();
    }

    // All of one kind, so that no node is another's exception.
    private static async Task<List<INodeSite>> FindSitesAsync(int nodes)
    {
        var sites = new List<INodeSite>();
        for (int i = 1; i <= nodes; i++)
        {
            if (await NetworkNamespace.TryCreateAsync(i) is { } space)
            {
                sites.Add(space);
                continue;
            }

            foreach (INodeSite site in sites)
                await site.DisposeAsync();
            return [.. Enumerable.Range(0, nodes).Select(static _ => new StallingProxy())];
        }

        return sites;
    }
}
