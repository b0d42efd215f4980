using System.Collections.Immutable;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.History;

/// <summary>What is pinned, each message as history shows it.</summary>
public sealed class PinReaderTests
{
    private readonly HistoryRig _rig = new();

    public PinReaderTests() => _rig.Append(
        Some.Message(1, Some.Ann, "first"), Some.Message(2, Some.Bob, "second"), Some.Message(3, Some.Ann, "third"), Some.Message(4, Some.Ann, "fourth"));

    [Fact]
    public void Pins_AreTheNewestPinFirst_WhateverTheMessagesOrder()
    {
        Pin(2, 4, 1);

        Assert.Equal([1L, 4, 2], Shown().Select(static row => row.Seq));
    }

    [Fact]
    public void Pinned_IsAsHistoryShowsIt()
    {
        Pin(2);
        _rig.Annotate(2, MessageAction.Edit, "better");
        _rig.Annotate(2, MessageAction.AddReaction, "+1", Some.Bob);

        HistoryRow pinned = Assert.Single(Shown());

        HistoryRow row = _rig.Read(new HistoryQuery()).Messages.Single(static one => one.Seq == 2);
        Assert.Equal(("better", row.Summary), (Some.TextOf(pinned.Message), pinned.Summary));
    }

    [Fact]
    public void Unpinned_Deleted_AndTrimmed_AreNoPinsAnyMore()
    {
        Pin(1, 2, 3, 4);
        _rig.Annotate(3, MessageAction.Unpin);
        _rig.Annotate(4, MessageAction.Delete);
        _rig.Trim(firstSeq: 2);

        Assert.Equal([2L], Shown().Select(static row => row.Seq));
    }

    /// <summary>Nothing that is taken away while it is read is shown, at whichever of the two moments.</summary>
    [Theory]
    [InlineData(MessageAction.Delete)]
    [InlineData(MessageAction.Unpin)]
    public void TakenAwayMeanwhile_IsNotShown(MessageAction action)
    {
        Pin(1, 2);
        _rig.OnAsked = command =>
        {
            if (command is not ReadAnnotations)
                return;

            _rig.OnAsked = static _ => { };
            _rig.Annotate(2, action);
        };

        Assert.Equal([1L], Shown().Select(static row => row.Seq));
    }

    /// <summary>However much became of the other messages, and however many reacted to these: no answer of the owner is longer than others are.</summary>
    [Fact]
    public void ManyReactions_AreReadInPages_OfPinnedMessagesAlone()
    {
        ImmutableArray<RoomEvent> more = [.. Enumerable.Range(5, 60).Select(static seq => Some.Message(seq, Some.Ann, $"{seq}"))];
        _rig.Append(more);
        for (int seq = 1; seq <= 64; seq++)
        {
            for (int reaction = 0; reaction < MessageAnnotations.MaxReactions; reaction++)
            {
                for (int user = 0; user < ReactionSummary.MaxNamed; user++)
                    _rig.Annotate(seq, MessageAction.AddReaction, $"r{reaction}", new UserId($"{user}{new string('x', IdSyntax.MaxNameLength - 1)}"));
            }
        }

        Pin(1, 8, 15, 22, 29, 36, 43, 50, 57, 64);
        _rig.Asked.Clear();

        ImmutableArray<HistoryRow> shown = Shown();

        Assert.Equal([64L, 57, 50, 43, 36, 29, 22, 15, 8, 1], shown.Select(static row => row.Seq));
        Assert.All(shown, static row => Assert.Equal(MessageAnnotations.MaxReactions, row.Summary!.Reactions.Length));
        Assert.Equal(2, _rig.Asked.OfType<ReadAnnotations>().Count());
    }

    [Fact]
    public void NothingPinned_AsksOnce()
    {
        _rig.Annotate(1, MessageAction.AddReaction, "+1");
        _rig.Asked.Clear();

        Assert.Empty(Shown());
        Assert.IsType<ReadPins>(Assert.Single(_rig.Asked));
    }

    [Theory]
    [InlineData(typeof(ReadPins))]
    [InlineData(typeof(ReadAnnotations))]
    public void Refusal_IsTold_WheneverItComes(Type at)
    {
        Pin(1);
        var refused = new RoomReply.Refused(RoomRefusal.NotAMember);
        _rig.Answers = command => command.GetType() == at ? refused : null;

        Assert.Equal(new PinsOutcome(Pins: null, refused), _rig.AskPins());
    }

    private ImmutableArray<HistoryRow> Shown() => _rig.AskPins().Pins!.Messages;

    private void Pin(params int[] seqs)
    {
        foreach (int seq in seqs)
            Assert.IsType<RoomReply.Published>(_rig.Annotate(seq, MessageAction.Pin));
    }
}
