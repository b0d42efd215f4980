namespace Streaming.Redis.Tests.Guarded;

/// <summary>
/// Run by itself, after the others: whenever a master is lost, StackExchange.Redis asks the Sentinel for another one in calls that block
/// a thread of the pool for up to its patience, once a second and for each connection. On two cores that leaves no thread for the
/// answers that tests on a healthy Redis wait for.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FailoverCollection
{
    public const string Name = "Failover";
}
