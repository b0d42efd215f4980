using StackExchange.Redis;
using Streaming.Actors.Shards;
using Streaming.Node.Settings;
using Streaming.Redis.Shards;

namespace Streaming.Node.Coordination;

/// <summary>Why the cluster does not take a node that starts, as far as whoever started it can do something about it.</summary>
internal static class ClusterRefusal
{
    public static bool Is(Exception? exception) =>
        exception is NodeIdTakenException or SettingsDisagreeException or RedisException or RedisTimeoutException;

    /// <summary>One line.</summary>
    public static SettingFault Describe(Exception exception, NodeSettings settings) => exception switch
    {
        NodeIdTakenException => settings.FaultOf(
            "NodeId", "is the id of another node that lives in this cluster; each needs its own"),
        SettingsDisagreeException disagree => settings.FaultOf(
            "Cluster:Shards", $"the cluster in this Redis has {disagree.There}; give all nodes the same, or this one another Redis:KeyPrefix"),
        _ => settings.FaultOf("Redis:Configuration", RedisFault.Of(exception).Text),
    };
}
