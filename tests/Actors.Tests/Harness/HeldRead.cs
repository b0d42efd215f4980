using Streaming.Actors.Ids;
using Streaming.Actors.Logs;

namespace Streaming.Actors.Tests.Harness;

/// <summary>A read on its way: it sees the log as it is when the test lets it arrive.</summary>
public sealed class HeldRead(RoomId room, LogRange range, IRoomLog inner)
{
    private readonly TaskCompletionSource<LogPage> _reply = new();

    public LogRange Range => range;

    public Task<LogPage> Reply => _reply.Task;

    public LogPage Look() => inner.ReadAsync(room, range, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public void Arrive() => _reply.SetResult(Look());

    public void Arrive(LogPage earlier) => _reply.SetResult(earlier);

    public void GetLost() => _reply.SetException(new IOException("no reply"));
}
