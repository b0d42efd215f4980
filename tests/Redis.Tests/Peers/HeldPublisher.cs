using System.Collections.Concurrent;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Tests.Peers;

/// <summary>Takes frames, and says that Redis has one only when the test lets it.</summary>
internal sealed class HeldPublisher : IFramePublisher
{
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly ConcurrentQueue<(RedisChannel Channel, Wire.Frame Frame, TaskCompletionSource Done)> _frames = new();
    private ulong _number;

    public string From => "n1";

    public string Life => "life";

    public int NotPublished { get; private set; }

    public ulong NextNumber() => Interlocked.Increment(ref _number);

    public Task PublishAsync(RedisChannel channel, ReadOnlyMemory<byte> frame)
    {
        var done = new TaskCompletionSource();
        _frames.Enqueue((channel, Wire.Frame.Parser.ParseFrom(frame.Span), done));
        _arrived.Release();
        return done.Task;
    }

    public void OnNotEncoded(PeerMessage message, Exception why) => throw new InvalidOperationException("not encoded", why);

    public void OnNotPublished(NodeId node, int messages, Exception why) => NotPublished += messages;

    /// <summary>Waits for the next frame.</summary>
    public async Task<(RedisChannel Channel, Wire.Frame Frame, TaskCompletionSource Done)> NextAsync()
    {
        Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(10)), "no frame came");
        Assert.True(_frames.TryDequeue(out var next));
        return next;
    }
}
