using Streaming.Chaos.Clusters;

namespace Streaming.Chaos.Faults;

/// <summary>Something that goes wrong for a while and is put right again.</summary>
internal abstract class Fault
{
    public abstract string Kind { get; }

    /// <summary>What happens to whom, for the log.</summary>
    public abstract string What { get; }

    /// <summary>The node that it happens to; null when it is not one node's trouble.</summary>
    public virtual ClusterNode? Victim => null;

    /// <summary>The time between its beginning and its mending.</summary>
    public virtual TimeSpan Lasts => TimeSpan.Zero;

    /// <summary>Redis comes back as another process, and may have lost what it had not yet put on the disk.</summary>
    public virtual bool MayLoseTail => false;

    /// <summary>What has to be done before, and does no harm yet.</summary>
    public virtual Task PrepareAsync() => Task.CompletedTask;

    public abstract Task BeginAsync();

    public abstract Task MendAsync();
}
