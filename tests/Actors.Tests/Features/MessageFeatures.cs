using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>What becomes of messages after they were written.</summary>
internal static class MessageFeatures
{
    public static void Edit(FeatureCluster it)
    {
        MessageId said = it.Bob.Say("old");
        it.Bob.Annotate(MessageAction.Edit, said, "new");
        it.OwnerMayDie();

        HistoryRow row = Assert.Single(it.Ann.Rows());
        Assert.Equal(("new", Some.Bob), (Some.TextOf(row.Message), row.Summary!.EditedBy));
        Assert.NotNull(row.Summary.EditedAt);
        Assert.Equal((MessageAction.Edit, said.Seq), (Heard(it).Action, Heard(it).Target));
        it.Ann.Annotate(MessageAction.Edit, said, "moderated");
        Assert.Equal(["moderated"], it.Bob.Read());
        Assert.Equal(2, it.LogOf(Some.Room).OfType<MessageAnnotated>().Count());
    }

    /// <summary>Neither history nor search nor a replay gives it away, and the log does not have it any more.</summary>
    public static void Delete(FeatureCluster it)
    {
        MessageId said = it.Bob.Say("secret");
        it.Bob.Annotate(MessageAction.Edit, said, "secret too");
        it.Ann.Annotate(MessageAction.Delete, said);
        it.OwnerMayDie();

        HistoryRow row = Assert.Single(it.Bob.Rows());
        Assert.Equal((true, Some.Ann), (row.IsDeleted, row.Summary!.DeletedBy));
        Assert.Empty(it.Bob.Read(new HistoryQuery { Search = "secret" }));
        it.Cy.Join(since: 0);
        Assert.Equal([""], it.Cy.Heard());
        Assert.DoesNotContain(it.LogOf(Some.Room), static e => e is MessagePublished { IsRedacted: false } or MessageAnnotated { Body.Data.IsEmpty: false });
        Assert.Equal(RoomRefusal.MessageNotFound, Refused(it, MessageAction.AddReaction, said));
    }

    public static void Reactions(FeatureCluster it)
    {
        MessageId said = it.Bob.Say("well?");
        it.Ann.Annotate(MessageAction.AddReaction, said, reaction: "yes");
        it.Bob.Annotate(MessageAction.AddReaction, said, reaction: "yes");
        it.Bob.Annotate(MessageAction.AddReaction, said, reaction: "no");
        it.OwnerMayDie();

        Assert.Equal(["no 1 bob", "yes 2 ann bob"], Shown(it.Ann));
        it.Ann.Annotate(MessageAction.RemoveReaction, said, reaction: "yes");
        Assert.Equal(["no 1 bob", "yes 1 bob"], Shown(it.Bob));

        static string[] Shown(Participant reads) =>
            [.. Assert.Single(reads.Rows()).Summary!.Reactions.Select(static one => $"{one.Reaction} {one.Count} {string.Join(' ', one.Users)}")];
    }

    public static void Pins(FeatureCluster it)
    {
        MessageId said = it.Bob.Say("remember");
        it.Ann.Annotate(MessageAction.Pin, said);
        it.OwnerMayDie();

        Assert.Equal(["remember"], Pinned(it.Bob));
        Assert.Equal(RoomRefusal.InsufficientRole, Refused(it, MessageAction.Unpin, said));
        it.Ann.Annotate(MessageAction.Unpin, said);
        Assert.Empty(Pinned(it.Bob));

        string[] Pinned(Participant reads) =>
        [
            .. it.Rig.Run(reads.Node.Pins.ReadAsync(Some.Room, new ReadPins { By = reads.User, Request = default }, CancellationToken.None)).Pins!.Messages
                .Select(static row => Some.TextOf(row.Message)),
        ];
    }

    /// <summary>Bob tries.</summary>
    private static RoomRefusal Refused(FeatureCluster it, MessageAction action, MessageId message) =>
        Assert.IsType<RoomReply.Refused>(it.Rig.Run(it.Bob.Session.AnnotateAsync(Some.Room, null, action, message, reaction: "x"))).Why;

    private static MessageAnnotated Heard(FeatureCluster it) => it.Ann.Hears.Events.Select(static one => one.Event).OfType<MessageAnnotated>().First();
}
