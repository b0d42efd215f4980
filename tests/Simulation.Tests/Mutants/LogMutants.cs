using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Simulation.Tests.Mutants;

/// <summary>Says that it has written, and has not.</summary>
internal sealed class AcksWithoutWriting(IRoomLog log) : MutantLog(log)
{
    public override ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation) =>
        Strikes(append.Events[^1]) ? ValueTask.FromResult(AppendResult.Appended) : Log.AppendAsync(append, cancellation);
}

/// <summary>Writes the entries, and then once more behind them.</summary>
internal sealed class WritesTwice(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        AppendResult result = await Log.AppendAsync(append, cancellation);
        if (result == AppendResult.Appended && Strikes(append.Events[^1]))
        {
            int count = append.Events.Length;
            await Log.AppendAsync(
                append with
                {
                    ExpectedSeq = append.ExpectedSeq + count,
                    Events = [.. append.Events.Select(e => e with { Seq = e.Seq + count })],
                },
                cancellation);
        }

        return result;
    }
}

/// <summary>Refuses what it has written all the same, and under another request id, so that the room cannot find it again.</summary>
internal sealed class RefusesWhatItWrote(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        var forgetful = append with { Events = [.. append.Events.Select(Unnamed)] };
        if (!Strikes(append.Events[^1]))
            return await Log.AppendAsync(append, cancellation);

        await Log.AppendAsync(forgetful, cancellation);
        return AppendResult.Conflict;
    }

    private static RoomEvent Unnamed(RoomEvent e) => e with { Request = new RequestId($"lost-{e.Seq}") };
}

/// <summary>Reads another content than was written.</summary>
internal sealed class GarblesWhatItReads(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        LogPage page = await Log.ReadAsync(room, range, cancellation);
        return page with { Events = [.. page.Events.Select(e => Strikes(e) ? Garbled((MessagePublished)e) : e)] };
    }

    private static MessagePublished Garbled(MessagePublished e) =>
        e with { Body = e.Body with { Data = Encoding.UTF8.GetBytes("\"?\"") } };
}

/// <summary>Leaves entries out of what it reads.</summary>
internal sealed class SkipsWhenReading(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        LogPage page = await Log.ReadAsync(room, range, cancellation);

        // Only from the middle of a page for listeners; a room that is loaded would notice, and fail loudly.
        ImmutableArray<RoomEvent> events = page.Events;
        return range.Limit == 256 && !range.NewestFirst
            ? page with { Events = [.. events.Where((e, i) => i == 0 || i == events.Length - 1 || !Strikes(e))] }
            : page;
    }
}

/// <summary>A store that does not check the term of an append.</summary>
internal sealed class IgnoresTerms(IRoomLog log, Func<ShardId, long> current) : MutantLog(log)
{
    public override ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation) =>
        Log.AppendAsync(append with { Writer = append.Writer with { Term = current(append.Writer.Shard) } }, cancellation);
}

/// <summary>Has a node that was replaced believe that it has written.</summary>
internal sealed class HidesFences(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        AppendResult result = await Log.AppendAsync(append, cancellation);
        return result == AppendResult.Fenced ? AppendResult.Appended : result;
    }
}

/// <summary>What was written before and was lost is not written again, though the node believes so.</summary>
internal sealed class WritesNothingAgain(IRoomLog log) : MutantLog(log)
{
    private readonly HashSet<RoomEvent> _written = new(ReferenceEqualityComparer.Instance);

    public override async ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        if (_written.Contains(append.Events[0]))
            return AppendResult.Appended;

        AppendResult result = await Log.AppendAsync(append, cancellation);
        if (result == AppendResult.Appended)
            _written.UnionWith(append.Events);

        return result;
    }
}

/// <summary>Nobody hears that a log may have lost its end, and the store takes what follows it.</summary>
internal sealed class HasNoDoubts(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        await Log.ReadAsync(room, range, cancellation) with { IsInDoubt = false };
}

/// <summary>Listeners find nothing in the log that they had not been sent.</summary>
internal sealed class HealsNothing(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        LogPage page = await Log.ReadAsync(room, range, cancellation);
        return range.Limit == 256 && !range.NewestFirst ? page with { Events = [] } : page;
    }
}

/// <summary>Gives what it has written back as it was, though it has been deleted since.</summary>
internal sealed class RemembersDeleted(IRoomLog log) : MutantLog(log)
{
    private readonly Dictionary<(RoomId Room, Epoch Epoch, long Seq), RoomEvent> _written = [];

    public override async ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        AppendResult result = await Log.AppendAsync(append, cancellation);
        if (result == AppendResult.Appended)
        {
            foreach (RoomEvent e in append.Events)
                _written[(append.Writer.Room, append.Epoch, e.Seq)] = e;
        }

        return result;
    }

    public override async ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        LogPage page = await Log.ReadAsync(room, range, cancellation);
        return page.Epoch is { } epoch
            ? page with { Events = [.. page.Events.Select(e => _written.GetValueOrDefault((room, epoch, e.Seq), e))] }
            : page;
    }
}

/// <summary>Believes that it has trimmed.</summary>
internal sealed class TrimsNothing(IRoomLog log) : MutantLog(log)
{
    public override ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation) => ValueTask.CompletedTask;
}

/// <summary>Never answers some calls.</summary>
internal sealed class FallsSilent(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        LogPage page = await Log.ReadAsync(room, range, cancellation);
        if (range.NewestFirst && page.LastSeq % 13 == 0 && page.LastSeq > 0)
            await new TaskCompletionSource().Task;

        return page;
    }
}

/// <summary>Gives snapshots back without who was banned in them.</summary>
internal sealed class ForgetsBans(IRoomLog log) : MutantLog(log)
{
    public override async ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) =>
        await Log.LoadSnapshotAsync(room, cancellation) is { } snapshot
            ? snapshot with { State = snapshot.State with { Bans = ImmutableDictionary<UserId, Restriction>.Empty } }
            : null;
}
