using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Tests.Harness;

/// <summary>Values that tests use where their exact content does not matter, made short to write.</summary>
internal static class Some
{
    public static readonly RoomId Room = new("lobby");
    public static readonly Epoch Epoch = new("e1");
    public static readonly UserId Ann = new("ann");
    public static readonly UserId Bob = new("bob");
    public static readonly UserId Cy = new("cy");
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static int _requests;

    public static RequestId NewRequest() => new($"r{Interlocked.Increment(ref _requests)}");

    public static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes($"\"{text}\"");

    public static string TextOf(MessagePublished message) => Encoding.UTF8.GetString(message.Body.Data.Span).Trim('"');

    public static JoinRoom Join(UserId by, string? request = null, bool mayCreate = true, bool onlyMembers = false, Role role = Role.Member) => new()
    {
        By = by, Request = Named(request), As = role, MayCreate = mayCreate, OnlyMembers = onlyMembers,
    };

    public static LeaveRoom Leave(UserId by, string? request = null) => new() { By = by, Request = Named(request) };

    public static PublishMessage Publish(UserId by, string text = "hello", string? request = null, ConnectionId origin = default) => new()
    {
        By = by, Request = Named(request), Body = new MessageBody(Json(text)), Origin = origin,
    };

    public static SetTyping Typing(UserId by, bool isTyping = true) => new() { By = by, Request = default, IsTyping = isTyping };

    /// <summary>With what any action needs: another text, or a thumb.</summary>
    public static AnnotateMessage Annotate(UserId by, MessageAction action, MessageTarget target, string? request = null, string text = "better") => new()
    {
        By = by, Request = Named(request), Action = action, Target = target,
        Body = action == MessageAction.Edit ? new MessageBody(Json(text)) : null,
        Reaction = action is MessageAction.AddReaction or MessageAction.RemoveReaction ? "👍" : null,
    };

    public static ModerateMember Moderate(UserId by, ModerationKind kind, string target, Role role = Role.Member, string? request = null) =>
        new() { By = by, Request = Named(request), Kind = kind, Target = new UserId(target), Role = role };

    public static ReadRoom Read(UserId by) => new() { By = by, Request = default };

    public static RoomCreated Created(UserId by, Epoch? epoch = null) =>
        new() { Seq = 1, Timestamp = Noon, By = by, Request = NewRequest(), Epoch = epoch ?? Epoch };

    public static MemberJoined Joined(long seq, UserId by, Role role = Role.Member) =>
        new() { Seq = seq, Timestamp = Noon, By = by, Request = NewRequest(), Role = role };

    public static MemberLeft Left(long seq, UserId by) => new() { Seq = seq, Timestamp = Noon, By = by, Request = NewRequest() };

    public static MessagePublished Message(
        long seq, UserId? by = null, string text = "hello", string? request = null, DateTimeOffset? at = null, string? thread = null) => new()
        {
            Seq = seq, Timestamp = at ?? Noon, By = by ?? Ann, Request = Named(request), Body = new MessageBody(Json(text), ThreadId: thread),
        };

    /// <summary>Of the room at that seq, with nobody in it: what lets a log be trimmed.</summary>
    public static RoomSnapshot Snapshot(long head) => new(RoomState.Absent(Room, Epoch) with { Head = head, Owner = Ann }, []);

    /// <summary>Messages with the seqs <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static ImmutableArray<RoomEvent> Messages(long first, long last)
    {
        var run = ImmutableArray.CreateBuilder<RoomEvent>();
        for (long seq = first; seq <= last; seq++)
            run.Add(Message(seq));

        return run.DrainToImmutable();
    }

    private static RequestId Named(string? request) => request is null ? NewRequest() : new RequestId(request);
}
