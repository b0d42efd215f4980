using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.History;

/// <summary>Who writes, who reads and who owns the room are on three nodes, and the owner dies.</summary>
public sealed class HistoryClusterTests : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(10);
    private static readonly NodeOptions Options = new() { Mailboxes = new MailboxOptions { MessagesPerSecond = 0, MaxLogAge = MaxAge } };

    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _owner;
    private readonly StreamingNode _writing;
    private readonly StreamingNode _reading;

    public HistoryClusterTests()
    {
        (_owner, _writing, _reading) = (_rig.AddNode("owner", Options), _rig.AddNode("writing", Options), _rig.AddNode("reading", Options));
        Ask(_writing, Some.Join(Some.Ann));
        Ask(_reading, Some.Join(Some.Bob));
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Rows_AreCurrentOnEveryNode_AndStaySoWhenTheOwnerDies()
    {
        for (int i = 0; i < 4; i++)
            Ask(_writing, Some.Publish(Some.Ann, $"{i}"));
        Annotate(4, MessageAction.Edit, "edited");
        Annotate(5, MessageAction.Delete);
        Annotate(6, MessageAction.AddReaction);

        string[] before = Rows();
        Assert.Equal(["7 3", "6 2 +1", "5 (deleted)", "4 edited"], before);
        Assert.True(Assert.IsType<MessagePublished>(Page().Events[4]).IsRedacted);

        OwnerDies();

        Assert.Equal(before, Rows());
        Annotate(7, MessageAction.Delete);
        Assert.Equal("7 (deleted)", Rows()[0]);
    }

    [Fact]
    public void Retention_IsTheOwners_WhoeverThatIs()
    {
        for (int i = 0; i < 10; i++)
            Ask(_writing, Some.Publish(Some.Ann, $"{i}"));
        _rig.Pass(TimeSpan.FromSeconds(70));
        Assert.Equal(0, _owner.ActiveRooms);

        OwnerDies();
        _rig.Clock.Jump(TimeSpan.FromDays(11));
        _rig.Pass(TimeSpan.FromSeconds(30));

        Assert.Equal(["13 (deleted)"], Rows());
        Assert.Equal(13, Page().FirstSeq);
    }

    [Fact]
    public void Deletion_IsHeardByAll_AndTheNextOwnerFinishesIt()
    {
        Ask(_writing, Some.Publish(Some.Ann));
        Assert.IsType<RoomReply.Published>(Ask(_writing, new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Delete }));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.RoomNotFound), Ask(_reading, Some.Read(Some.Bob)));

        OwnerDies();
        _rig.Pass(TimeSpan.FromMinutes(2));

        Assert.Null(Page().Epoch);
    }

    /// <summary>The message is trimmed and its edit is not yet: what that says can be deleted, by whoever could delete the message.</summary>
    [Fact]
    public void Edit_WhoseMessageIsTrimmed_CanBeDeletedStill()
    {
        Ask(_writing, Some.Publish(Some.Ann, "first"));
        Ask(_writing, Some.Publish(Some.Ann, "second"));
        Epoch epoch = Epoch;
        _rig.Clock.Jump(TimeSpan.FromDays(6));
        Annotate(4, MessageAction.Edit, "edited");
        Annotate(4, MessageAction.AddReaction);
        Ask(_writing, Some.Publish(Some.Ann, "last"));
        _rig.Pass(TimeSpan.FromSeconds(70)); // out of memory
        _rig.Clock.Jump(TimeSpan.FromDays(5));
        _rig.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(6, Page().FirstSeq);

        Assert.Equal(new RoomReply.Refused(RoomRefusal.InsufficientRole), Delete(_reading, Some.Bob, 4));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.MessageNotFound), Delete(_writing, Some.Ann, 5));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.NotAMember), Delete(_reading, Some.Cy, 4));
        Assert.IsType<RoomReply.Published>(Delete(_writing, Some.Ann, 4));
        Assert.True(Assert.IsType<MessageAnnotated>(Page().Events[0]).Body!.Data.IsEmpty);
        Assert.Equal(new RoomReply.Refused(RoomRefusal.MessageNotFound), Delete(_writing, Some.Ann, 4));

        RoomReply Delete(StreamingNode at, UserId by, long seq) => _rig.Run(at.Messages.AnnotateAsync(
            Some.Room, new MessageId(epoch, seq), Some.Read(by),
            target => new AnnotateMessage { By = by, Request = Some.NewRequest(), Action = MessageAction.Delete, Target = target }, default));
    }

    private Epoch Epoch => Page().Epoch!.Value;

    private LogPage Page() => _rig.Run(_rig.Stored.ReadAsync(Some.Room, LogRange.Following(0, 100), default));

    private RoomReply Ask(StreamingNode at, RoomCommand command) => _rig.Run(at.Router.AskAsync(Some.Room, command));

    private void Annotate(long seq, MessageAction action, string? text = null) => Assert.IsType<RoomReply.Published>(Ask(_writing, new AnnotateMessage
    {
        By = Some.Ann, Request = Some.NewRequest(), Action = action, Target = new MessageTarget(Epoch, seq, Some.Ann),
        Body = text is null ? null : new MessageBody(Some.Json(text)), Reaction = action == MessageAction.AddReaction ? "+1" : null,
    }));

    private string[] Rows()
    {
        HistoryOutcome outcome = _rig.Run(_reading.History.ReadAsync(Some.Room, Some.Read(Some.Bob), new HistoryQuery(), default));
        return [.. outcome.Page!.Messages.Select(static row => string.Join(' ',
            [$"{row.Seq}", row.IsDeleted ? "(deleted)" : Some.TextOf(row.Message), .. (row.Summary?.Reactions ?? []).Select(static one => one.Reaction)]))];
    }

    private void OwnerDies()
    {
        _rig.Directory.Favourite = _writing.Self;
        _rig.Kill(_owner);
        _rig.Pass(TimeSpan.FromSeconds(10));
    }
}
