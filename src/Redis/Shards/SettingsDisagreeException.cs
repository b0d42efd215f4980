namespace Streaming.Redis.Shards;

/// <summary>The cluster whose data this Redis holds has other settings: this node must not go on.</summary>
public sealed class SettingsDisagreeException(string here, string there, string key) : Exception(
    $"This node has {here}, but the cluster in this Redis has {there} ({key}). Give all nodes the same Streaming:Cluster:Shards, or this one another Streaming:Redis:KeyPrefix.")
{
    public string Here => here;

    public string There => there;
}
