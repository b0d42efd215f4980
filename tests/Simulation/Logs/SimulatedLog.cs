using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Logs;

/// <summary>
/// A store behind a network that cannot be trusted: every call may be served at once, late, very late, not at all,
/// or served without the caller learning of it, then or later. What it writes to keeps the conditions of its
/// contract; this only decides when a call gets there and what becomes of the answer.
/// </summary>
internal sealed class SimulatedLog(IRoomLog store, FaultPlan faults, SimulatedWorld world) : IRoomLog
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StallFrom = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StallTo = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WrittenLaterBy = TimeSpan.FromSeconds(5);

    private int _underWay;

    /// <summary>Calls that have not been answered yet: part of what is said of a run that is stuck.</summary>
    public int UnderWay => _underWay;

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        string what = $"append {append.Writer.Room} after {append.ExpectedSeq} ({append.Events.Length}, term {append.Writer.Term})";
        return CallAsync(what, () => store.AppendAsync(append, cancellation));
    }

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        CallAsync($"read {room} after {range.After}", () => store.ReadAsync(room, range, cancellation));

    public ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) =>
        CallAsync($"load snapshot {room}", () => store.LoadSnapshotAsync(room, cancellation));

    public async ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation) =>
        await CallAsync($"snapshot {writer.Room} at {snapshot.State.Head}", async () =>
        {
            await store.SaveSnapshotAsync(writer, snapshot, cancellation);
            return true;
        });

    public async ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation) =>
        await CallAsync($"trim {writer.Room} below {firstSeq}", async () =>
        {
            await store.TrimAsync(writer, firstSeq, cancellation);
            return true;
        });

    public ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation) =>
        CallAsync($"renew epoch of {writer.Room}", () => store.RenewEpochAsync(writer, epoch, expectedSeq, successor, cancellation));

    private ValueTask<T> CallAsync<T>(string what, Func<ValueTask<T>> serve)
    {
        if (faults.LogIsAway || faults.Strikes(faults.Log.Unavailable))
            return FailAsync<T>($"{what}: not done");
        if (faults.Strikes(faults.Log.WrittenLater))
            return ServeLaterAsync(what, serve);

        TimeSpan takes = faults.Strikes(faults.Log.Stalled) ? faults.Delay(StallFrom, StallTo)
            : faults.Strikes(faults.Log.Late) ? faults.Delay(Soonest, Late)
            : TimeSpan.Zero;
        bool replyIsLost = faults.Strikes(faults.Log.LostReply);
        return takes > TimeSpan.Zero || replyIsLost ? ServeAsync(what, serve, takes, replyIsLost) : serve();
    }

    private async ValueTask<T> ServeAsync<T>(string what, Func<ValueTask<T>> serve, TimeSpan takes, bool replyIsLost)
    {
        _underWay++;
        TimeSpan there = faults.Delay(TimeSpan.Zero, takes);
        if (there > TimeSpan.Zero)
            await world.Delay(there);

        T answer = await serve();
        if (takes > there)
            await world.Delay(takes - there);

        _underWay--;
        if (!replyIsLost)
            return answer;

        world.Trace.Note($"log: {what}: done, but the reply is lost");
        throw new InjectedFaultException($"{what}: reply lost");
    }

    private async ValueTask<T> ServeLaterAsync<T>(string what, Func<ValueTask<T>> serve)
    {
        _ = ServeAsync(what, serve, faults.Delay(Soonest, WrittenLaterBy), replyIsLost: false).AsTask();
        return await FailAsync<T>($"{what}: may be done later");
    }

    private async ValueTask<T> FailAsync<T>(string what)
    {
        world.Trace.Note($"log: {what}");
        if (faults.Strikes(0.5))
            await world.Delay(faults.Delay(Soonest, Late));

        throw new InjectedFaultException(what);
    }
}
