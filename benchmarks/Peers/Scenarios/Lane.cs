namespace Streaming.Benchmarks.Peers.Scenarios;

/// <summary>Something that begins in a turn of a scheduler, as a request does that a connection has read there.</summary>
internal sealed class Lane(Func<Task> run) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<Task> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends as what it runs does.</summary>
    public Task Done => _begun.Task.Unwrap();

    void IThreadPoolWorkItem.Execute() => _begun.SetResult(run());
}
