using System.Collections.Immutable;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.History;

/// <summary>History shows each message as it is now, in one row.</summary>
public sealed class CurrentRowTests
{
    private readonly HistoryRig _rig = new();

    public CurrentRowTests() => _rig.Append(
        Some.Message(1, Some.Ann, "first", thread: "t1"), Some.Message(2, Some.Bob, "second"), Some.Message(3, Some.Ann, "third"));

    [Fact]
    public void Edited_SaysWhatItSaysNow_InItsOldPlace()
    {
        _rig.Annotate(1, MessageAction.Edit, "better");
        _rig.Annotate(1, MessageAction.Edit, "best");

        HistoryPage page = _rig.Read(new HistoryQuery());

        Assert.Equal([3L, 2, 1], page.Messages.Select(static row => row.Seq));
        HistoryRow row = page.Messages[2];
        Assert.Equal(("best", "t1", Some.Ann), (Some.TextOf(row.Message), row.Message.Body.ThreadId, row.Message.By));
        Assert.Equal((5L, Some.Noon.AddSeconds(4), Some.Ann), (row.Summary!.LastEdit, row.Summary.EditedAt, row.Summary.EditedBy));
    }

    [Fact]
    public void Deleted_IsATombstone_AndItsEditsAreGone()
    {
        _rig.Annotate(1, MessageAction.Edit, "better");
        _rig.Annotate(1, MessageAction.AddReaction, "+1");
        _rig.Annotate(1, MessageAction.Delete);

        HistoryRow row = _rig.Read(new HistoryQuery()).Messages[2];

        Assert.True(row.IsDeleted);
        Assert.True(row.Message.Body.Data.IsEmpty);
        Assert.Equal(("t1", Some.Ann), (row.Message.Body.ThreadId, row.Summary!.DeletedBy));
        Assert.Empty(row.Summary.Reactions);
        Assert.Empty(_rig.Read(new HistoryQuery { Search = "better" }).Messages);
        Assert.Empty(_rig.Read(new HistoryQuery { Search = "first" }).Messages);
        Assert.Single(_rig.Read(new HistoryQuery { ThreadId = "t1" }).Messages);
    }

    [Fact]
    public void Reactions_AreCounted_AndTheFirstTenNamed()
    {
        for (int i = 0; i < 12; i++)
            _rig.Annotate(2, MessageAction.AddReaction, "+1", new UserId($"u{i:00}"));
        _rig.Annotate(2, MessageAction.AddReaction, "-1", Some.Bob);
        _rig.Annotate(2, MessageAction.Pin);

        MessageSummary summary = _rig.Read(new HistoryQuery()).Messages[1].Summary!;

        Assert.Equal(
            [new ReactionSummary("+1", 12, [.. Enumerable.Range(0, 10).Select(static i => new UserId($"u{i:00}"))]), new ReactionSummary("-1", 1, [Some.Bob])],
            [.. summary.Reactions]);
        Assert.Equal(Some.Ann, summary.PinnedBy);
    }

    [Fact]
    public void Words_AreThoseThatAreShown()
    {
        _rig.Annotate(2, MessageAction.Edit, "changed");

        Assert.Empty(_rig.Read(new HistoryQuery { Search = "second" }).Messages);
        Assert.Equal(2, Assert.Single(_rig.Read(new HistoryQuery { Search = "changed" }).Messages).Seq);
    }

    [Fact]
    public void WithoutAnnotations_TheOwnerIsAskedOnce()
    {
        _rig.Read(new HistoryQuery());

        Assert.IsType<ReadRoom>(Assert.Single(_rig.Asked));
    }

    [Fact]
    public void AnnotationsElsewhere_CostNoQuestion()
    {
        _rig.Annotate(2, MessageAction.Pin);
        _rig.Asked.Clear();
        _rig.Read(new HistoryQuery { BeforeSeq = 2 });

        Assert.Single(_rig.Asked);
    }

    [Fact]
    public void ManyReactions_TakeSeveralAnswers_AndAllAreThere()
    {
        string[] names = [.. Enumerable.Range(0, 10).Select(static i => new string('u', 120) + i)];
        _rig.Append([.. Enumerable.Range(4, 150).Select(static seq => (RoomEvent)Some.Message(seq))]);
        for (long seq = 1; seq <= 150; seq++)
        {
            foreach (string name in names)
                _rig.Annotate(seq, MessageAction.AddReaction, "+1", new UserId(name));
        }

        _rig.Asked.Clear();
        HistoryPage[] pages = [.. _rig.Walk(new HistoryQuery { Limit = 200, BeforeSeq = 151 })];

        Assert.All(pages.SelectMany(static page => page.Messages), static row => Assert.Equal(10, Assert.Single(row.Summary!.Reactions).Count));
        Assert.Equal(150, pages.Sum(static page => page.Messages.Length));
        Assert.True(_rig.Asked.OfType<ReadAnnotations>().Count() > 1);
    }

    [Fact]
    public void DeletedWhileItIsRead_IsNotShownAsItWas()
    {
        _rig.Annotate(1, MessageAction.Edit, "better");
        _rig.OnAsked = command =>
        {
            if (command is ReadAnnotations)
            {
                _rig.OnAsked = static _ => { };
                _rig.Annotate(1, MessageAction.Delete);
            }
        };

        Assert.True(_rig.Read(new HistoryQuery()).Messages[2].IsDeleted);
    }

    [Theory]
    [InlineData("u00", "u00 u01 u02 u03 u04 u05 u06 u07 u08 u09")]
    [InlineData("u11", "u00 u01 u02 u03 u04 u05 u06 u07 u08 u11")]
    [InlineData("zed", "u00 u01 u02 u03 u04 u05 u06 u07 u08 u09")]
    public void OfManyWhoReacted_TheReaderIsNamed(string reader, string named)
    {
        for (int i = 0; i < 12; i++)
            _rig.Annotate(1, MessageAction.AddReaction, "+1", new UserId($"u{i:00}"));
        _rig.Who = _rig.Who with { By = new UserId(reader) };

        ReactionSummary reaction = Assert.Single(_rig.Read(new HistoryQuery()).Messages[2].Summary!.Reactions);

        Assert.Equal((12, named), (reaction.Count, string.Join(' ', reaction.Users.Select(static one => one.Value))));
    }

    [Fact]
    public void DeletedAfterTheOwnerAnswered_IsNotShownAsItWas()
    {
        _rig.Annotate(1, MessageAction.Edit, "better");
        MessageSummary before = MessageSummary.Of(1, _rig.State.Annotations[1], Some.Ann);
        _rig.Answers = command =>
        {
            if (command is not ReadAnnotations)
                return null;

            _rig.Annotate(1, MessageAction.Delete);
            return new RoomReply.AnnotationsRead(Some.Epoch, [before], Through: 10);
        };

        Assert.True(_rig.Read(new HistoryQuery()).Messages[2].IsDeleted);
    }

    [Fact]
    public void WhoMayNotReadAnyMore_GetsNothing()
    {
        _rig.Annotate(1, MessageAction.Pin);
        _rig.Answers = static command => command is ReadAnnotations ? new RoomReply.Refused(RoomRefusal.NotAMember) : null;

        HistoryOutcome outcome = _rig.Ask(new HistoryQuery());

        Assert.Equal(new HistoryOutcome(Page: null, new RoomReply.Refused(RoomRefusal.NotAMember)), outcome);
    }

    [Fact]
    public void AnEditThatIsLost_LeavesWhatWasWritten()
    {
        _rig.Answers = static command => command is ReadAnnotations
            ? new RoomReply.AnnotationsRead(Some.Epoch, [new MessageSummary(1) { LastEdit = 99 }], Through: 10)
            : null;
        _rig.Annotate(1, MessageAction.Pin);

        Assert.Equal("first", Some.TextOf(_rig.Read(new HistoryQuery()).Messages[2].Message));
    }
}
