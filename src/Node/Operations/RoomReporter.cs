using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Node.Operations;

/// <summary>A room, from its owner and its log: where the owner cannot tell, the log still does.</summary>
internal sealed class RoomReporter(StreamingNode node)
{
    /// <summary>Entries of a log in one answer, at most.</summary>
    public const int MaxEntries = 200;

    /// <summary>Null when there is no such room.</summary>
    public async Task<RoomReport?> DescribeAsync(RoomId room, CancellationToken cancellation)
    {
        var reply = await AskAsync(room);
        var page = await node.Operations.ReadAsync(room, LogRange.Preceding(long.MaxValue, limit: 1), cancellation);
        var described = (reply as RoomReply.Described)?.Room;
        if (described is { Exists: false } || (described is null && page.Epoch is null))
            return null;

        var map = node.Shards.Current;
        var shard = map.ShardOf(room);
        var owner = map.OwnerOf(shard);
        return new RoomReport(
            room.Value,
            shard.Value,
            owner?.Node.Value,
            owner?.Term,
            owner is { } one ? ShardTerm.NumberOf(one.Term) : null,
            described?.IsActive,
            (described?.Epoch ?? page.Epoch)?.Value,
            described?.FirstSeq ?? page.FirstSeq,
            described?.Head ?? page.LastSeq,
            described?.SnapshotSeq,
            page.IsInDoubt,
            described?.Owner?.Value,
            described?.MemberCount,
            described?.Present,
            described?.Listening.Select(static listening => listening.Value).ToList(),
            described?.Members.Select(static member => new RoomMemberReport(member.User.Value, member.Role, member.JoinedAt)).ToList(),
            described is null ? WhyNot(reply) : null);
    }

    /// <summary>Null when there is no such log.</summary>
    public async Task<VerificationReport?> VerifyAsync(RoomId room, CancellationToken cancellation)
    {
        // The owner first: what it has by then has to be in the log that is read after.
        var reply = await AskAsync(room);
        var verification = await node.Operations.VerifyAsync(room, (reply as RoomReply.Described)?.Room, cancellation);
        return verification.Epoch is null && verification.Findings.IsEmpty ? null : VerificationReport.Of(verification);
    }

    /// <summary>The last entries, or those that follow <paramref name="after"/>.</summary>
    public ValueTask<LogPage> ReadAsync(RoomId room, long? after, int limit, CancellationToken cancellation) =>
        node.Operations.ReadAsync(
            room,
            after is { } seq ? LogRange.Following(seq, limit) : LogRange.Preceding(long.MaxValue, limit),
            cancellation);

    private async Task<RoomReply> AskAsync(RoomId room)
    {
        var reply = await node.Operations.DescribeAsync(room);

        // Off the room's turn, in which its answer arrived.
        await Task.Yield();
        return reply;
    }

    /// <summary>What a reply that describes nothing means for whoever asked.</summary>
    private static string WhyNot(RoomReply reply) => reply switch
    {
        RoomReply.Unavailable unavailable => unavailable.Why,
        RoomReply.TimedOut => "the room's owner did not answer in time",
        RoomReply.Faulted faulted => $"the room's owner failed; its log says more under {faulted.TraceId}",
        _ => $"the room's owner answered {reply.GetType().Name}",
    };
}
