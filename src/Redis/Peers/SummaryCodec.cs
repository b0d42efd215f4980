using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Redis.Peers;

/// <summary>What became of a message, to Protocol Buffers and back.</summary>
internal static class SummaryCodec
{
    public static Wire.MessageSummary Encode(MessageSummary message)
    {
        var wire = new Wire.MessageSummary { Seq = message.Seq, LastEdit = message.LastEdit };
        if (message.EditedAt is { } edited)
            wire.EditedAt = edited.UtcTicks;
        if (message.EditedBy is { } editor)
            wire.EditedBy = editor.Value;
        if (message.DeletedAt is { } deleted)
            wire.DeletedAt = deleted.UtcTicks;
        if (message.DeletedBy is { } remover)
            wire.DeletedBy = remover.Value;
        if (message.PinnedBy is { } pinner)
            wire.PinnedBy = pinner.Value;
        wire.Reactions.AddRange(message.Reactions.Select(Encode));
        return wire;
    }

    /// <exception cref="MalformedMessageException">Something in it cannot be.</exception>
    public static MessageSummary Decode(Wire.MessageSummary wire) => new(wire.Seq)
    {
        LastEdit = wire.LastEdit,
        EditedAt = wire.HasEditedAt ? Whole.Moment(wire.EditedAt) : null,
        EditedBy = wire.HasEditedBy ? new UserId(Whole.Text(wire.EditedBy)) : null,
        DeletedAt = wire.HasDeletedAt ? Whole.Moment(wire.DeletedAt) : null,
        DeletedBy = wire.HasDeletedBy ? new UserId(Whole.Text(wire.DeletedBy)) : null,
        PinnedBy = wire.HasPinnedBy ? new UserId(Whole.Text(wire.PinnedBy)) : null,
        Reactions = [.. wire.Reactions.Select(static one =>
            new ReactionSummary(one.Reaction, one.Count, [.. one.Users.Select(static user => new UserId(Whole.Text(user)))]))],
    };

    private static Wire.ReactionSummary Encode(ReactionSummary reaction)
    {
        var wire = new Wire.ReactionSummary { Reaction = reaction.Reaction, Count = reaction.Count };
        wire.Users.AddRange(reaction.Users.Select(static user => user.Value));
        return wire;
    }
}
