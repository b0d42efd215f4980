using Streaming.Actors.Logs;

namespace Streaming.Actors.Tests.Harness;

/// <summary>An append on its way: the test says whether it is written, and whether the writer hears of it.</summary>
public sealed class HeldAppend(RoomAppend append, IRoomLog inner)
{
    private readonly TaskCompletionSource<AppendResult> _reply = new();

    public RoomAppend Append => append;

    public Task<AppendResult> Reply => _reply.Task;

    /// <summary>Written, or refused, as the log decides; and answered.</summary>
    public void Arrive() => _reply.SetResult(Write());

    /// <summary>Written, but the reply is lost.</summary>
    public void ArriveWithoutReply()
    {
        Write();
        _reply.SetException(new IOException("no reply"));
    }

    /// <summary>Lost on its way: not written, no reply.</summary>
    public void GetLost() => _reply.SetException(new IOException("no reply"));

    /// <summary>Written after all, long after the writer was told that there is no reply.</summary>
    public void ArriveLate() => Write();

    /// <summary>The writer is told this, and nothing is written.</summary>
    public void Refuse(AppendResult result) => _reply.SetResult(result);

    private AppendResult Write() => inner.AppendAsync(append, CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
