using System.Globalization;

namespace Streaming.Chaos.Clusters;

/// <summary>
/// A network namespace with one pair of virtual interfaces to this machine, and a packet filter in it that drops. Addresses are
/// of 198.18.0.0/15, which is set aside for tests of networks.
/// </summary>
internal sealed class NetworkNamespace : INodeSite
{
    private readonly string _name;
    private int _redisPort;

    private NetworkNamespace(string name, string outside, string address)
    {
        _name = name;
        Outside = outside;
        Address = address;
    }

    public string Name => "nft drop in a network namespace";

    public string Address { get; }

    public IReadOnlyList<string> Within => [Shell.Find("ip")!, "netns", "exec", _name];

    public string? Outside { get; }

    /// <summary>Null where that cannot be: no root, no such programs, or a kernel without.</summary>
    /// <param name="number">From 1 on; each of this process has its own.</param>
    public static async Task<NetworkNamespace?> TryCreateAsync(int number)
    {
        if (!OperatingSystem.IsLinux() || Shell.Find("ip") is null || Shell.Find("nft") is null)
            return null;

        int block = Environment.ProcessId % 65_536;
        string prefix = string.Create(CultureInfo.InvariantCulture, $"198.{18 + (block >> 15)}.{(block >> 7) & 255}.");
        int last = (((block & 127) << 1) + (number * 4)) & 252;
        var one = new NetworkNamespace($"chaos-{Environment.ProcessId}-{number}", $"{prefix}{last + 1}", $"{prefix}{last + 2}");
        if (await one.CreateAsync(number))
            return one;

        await one.DisposeAsync();
        return null;
    }

    public string RedisAddress(int redisPort)
    {
        _redisPort = redisPort;
        return $"{Outside}:{redisPort}";
    }

    public Task CutAsync() => Shell.RunAsync("ip", "netns", "exec", _name, Shell.Find("nft")!,
        $$"""
        table inet chaos {
          chain leaving { type filter hook output priority 0; tcp dport {{_redisPort}} drop; }
          chain arriving { type filter hook input priority 0; tcp sport {{_redisPort}} drop; }
        }
        """);

    public Task HealAsync() => Shell.RunAsync("ip", "netns", "exec", _name, Shell.Find("nft")!, "delete table inet chaos");

    // The interfaces go with the namespace.
    public async ValueTask DisposeAsync() => await Shell.TryAsync("ip", "netns", "delete", _name);

    private async Task<bool> CreateAsync(int number)
    {
        string here = $"ch{Environment.ProcessId}-{number}";
        string[][] steps =
        [
            ["netns", "add", _name],
            ["link", "add", here, "type", "veth", "peer", "name", "eth0", "netns", _name],
            ["address", "add", $"{Outside}/30", "dev", here],
            ["link", "set", here, "up"],
            ["-n", _name, "address", "add", $"{Address}/30", "dev", "eth0"],
            ["-n", _name, "link", "set", "eth0", "up"],
            ["-n", _name, "link", "set", "lo", "up"],
        ];
        foreach (string[] step in steps)
        {
            if (await Shell.TryAsync("ip", step) is (false, _))
                return false;
        }

        (bool filters, _) = await Shell.TryAsync("ip", "netns", "exec", _name, Shell.Find("nft")!, "add table inet chaos");
        if (filters)
            await HealAsync();
        return filters;
    }
}
