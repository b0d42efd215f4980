using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>What members write, and what becomes of it.</summary>
internal static class Writing
{
    public static Decision Publish(RoomState state, PublishMessage publish, DateTimeOffset now)
    {
        if (RoomRules.MayWrite(state, publish, now) is { } refused)
            return refused;
        if (state.Settings.SlowMode > TimeSpan.Zero && Waits(state, publish, now) is { Ticks: > 0 } wait)
            return Decision.Nothing(new RoomReply.Throttled(wait, IsSlowMode: true));

        var message = new MessagePublished
        {
            Seq = state.Head + 1, Timestamp = now, By = publish.By, Request = publish.Request, Origin = publish.Origin, Body = publish.Body,
        };
        return RoomActor.Log(state, message, new TypingChanged(publish.By, IsTyping: false));
    }

    public static Decision SetTyping(RoomState state, SetTyping typing, DateTimeOffset now)
    {
        // Who may not write any more may still stop.
        Decision? refused = typing.IsTyping ? RoomRules.MayWrite(state, typing, now) : RoomRules.Inside(state, typing, now);
        return refused ?? new Decision([], RoomReply.Done.Instance, new TypingChanged(typing.By, typing.IsTyping));
    }

    public static Decision MarkRead(RoomState state, MarkRead mark, DateTimeOffset now) =>
        RoomRules.Inside(state, mark, now)
        ?? new Decision([], RoomReply.Done.Instance, new ReadMarked(mark.By, Math.Clamp(mark.Seq, 0, state.Head)));

    public static Decision Signal(RoomState state, SendSignal signal, DateTimeOffset now)
    {
        if (RoomRules.MayWrite(state, signal, now) is { } refused)
            return refused;
        return state.Members.ContainsKey(signal.To)
            ? new Decision([], RoomReply.Done.Instance, new Signalled(signal.By, signal.To, signal.Data))
            : Decision.Refuse(RoomRefusal.UserNotFound);
    }

    public static Decision Annotate(RoomState state, AnnotateMessage annotate, long firstSeq, DateTimeOffset now)
    {
        if (MayAnnotate(state, annotate, now) is { } refused)
            return refused;

        MessageTarget target = annotate.Target;
        MessageAnnotations before = state.Annotations.GetValueOrDefault(target.Seq, MessageAnnotations.None);
        // An edit may outlive its message in the log, and what it says can be taken back still.
        bool isThere = target.Seq >= firstSeq || (annotate.Action == MessageAction.Delete && !before.Edits.IsEmpty);
        if (target.Epoch != state.Epoch || !isThere || target.Seq > state.Head || before.IsDeleted)
            return Decision.Refuse(RoomRefusal.MessageNotFound);

        bool isTheirs = target.Author == annotate.By || annotate.IsPrivileged || state.Members[annotate.By].May(Permissions.DeleteMessage);
        return annotate.Action switch
        {
            MessageAction.Edit when !isTheirs => Decision.Refuse(RoomRefusal.InsufficientRole),
            MessageAction.Edit when before.Edits.Length >= MessageAnnotations.MaxEdits => Decision.Refuse(RoomRefusal.TooMany),
            MessageAction.Edit => Log(state, annotate, now),
            MessageAction.Delete when !isTheirs => Decision.Refuse(RoomRefusal.InsufficientRole),
            MessageAction.Delete => Log(state, annotate, now, [target.Seq, .. before.Edits]),
            MessageAction.AddReaction => AddReaction(state, annotate, before, now),
            MessageAction.RemoveReaction => before.HasReacted(annotate.By, annotate.Reaction!) ? Log(state, annotate, now) : RoomActor.Nothing,
            MessageAction.Pin when before.IsPinned => RoomActor.Nothing,
            MessageAction.Pin when state.Pins.Length >= RoomState.MaxPins => Decision.Refuse(RoomRefusal.TooMany),
            MessageAction.Pin => Log(state, annotate, now),
            MessageAction.Unpin => before.IsPinned ? Log(state, annotate, now) : RoomActor.Nothing,
            _ => throw new InvalidOperationException($"A room does not decide {annotate.Action}."),
        };
    }

    /// <summary>A message can be taken back even where nothing more is written; pinning is for those who may delete, and for both in a room of two.</summary>
    private static Decision? MayAnnotate(RoomState state, AnnotateMessage annotate, DateTimeOffset now) => annotate.Action switch
    {
        MessageAction.Delete => RoomRules.Inside(state, annotate, now),
        MessageAction.Pin or MessageAction.Unpin when !state.Settings.IsDirect =>
            RoomRules.MayWrite(state, annotate, now) ?? RoomRules.May(state, annotate, Permissions.DeleteMessage, now),
        _ => RoomRules.MayWrite(state, annotate, now),
    };

    private static Decision AddReaction(RoomState state, AnnotateMessage annotate, MessageAnnotations before, DateTimeOffset now)
    {
        if (before.HasReacted(annotate.By, annotate.Reaction!))
            return RoomActor.Nothing;

        bool isFull = before.Reactions.TryGetValue(annotate.Reaction!, out var users)
            ? users.Count >= MessageAnnotations.MaxUsersPerReaction
            : before.Reactions.Count >= MessageAnnotations.MaxReactions;
        return isFull ? Decision.Refuse(RoomRefusal.TooMany) : Log(state, annotate, now);
    }

    private static Decision Log(RoomState state, AnnotateMessage annotate, DateTimeOffset now, ImmutableArray<long>? redacted = null) =>
        RoomActor.Log(state, new MessageAnnotated
        {
            Seq = state.Head + 1, Timestamp = now, By = annotate.By, Request = annotate.Request, Origin = annotate.Origin, Action = annotate.Action,
            Target = annotate.Target.Seq, Author = annotate.Target.Author, Body = annotate.Body, Reaction = annotate.Reaction, Redacted = redacted ?? [],
        });

    /// <summary>How long a member below moderator has to wait before the next message.</summary>
    private static TimeSpan Waits(RoomState state, PublishMessage publish, DateTimeOffset now) =>
        !publish.IsPrivileged && state.Members[publish.By] is { Role: < Role.Moderator, WroteAt: { } wrote }
            ? wrote + state.Settings.SlowMode - now
            : TimeSpan.Zero;
}
