using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

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

/// <summary>Has a node that was replaced believe that it can still write.</summary>
internal sealed class IgnoresTerms(IRoomLog log) : MutantLog(log)
{
    private readonly Dictionary<int, long> _newest = [];

    public override ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        RoomWriter writer = append.Writer;
        long newest = _newest[writer.Shard.Value] = Math.Max(_newest.GetValueOrDefault(writer.Shard.Value), writer.Term);
        return writer.Term < newest ? ValueTask.FromResult(AppendResult.Appended) : Log.AppendAsync(append, cancellation);
    }
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
