using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.History;

/// <summary>Whatever was done to messages: history, in pages of any size and with any filter, is the log folded by hand.</summary>
public sealed class CurrentRowProperties
{
    public sealed record Act(int Kind, int Message, int User, string Word, int Thread);

    public sealed record Scenario(IReadOnlyList<Act> Acts, int Limit, int User, int Thread, string Word, bool OldestFirst);

    [Fact]
    public void History_IsTheLogFolded()
    {
        Gen<Act> acts =
            from kind in Gen.Choose(0, 9)
            from message in Gen.Choose(0, 20)
            from user in Gen.Choose(0, 2)
            from word in Gen.Elements("fox", "hen", "fox and hen", "+1", "-1")
            from thread in Gen.Choose(0, 2)
            select new Act(kind, message, user, word, thread);
        Gen<Scenario> cases =
            from list in acts.ListOf()
            from limit in Gen.Choose(1, 9)
            from user in Gen.Choose(-2, 2)
            from thread in Gen.Choose(-2, 2)
            from word in Gen.Elements("", "", "fox", "hen fox", "cow")
            from oldestFirst in Gen.Elements(true, false)
            select new Scenario([.. list], limit, user, thread, word, oldestFirst);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(120), Prop.ForAll(Arb.From(cases), Run));
    }

    private static void Run(Scenario its)
    {
        var rig = new HistoryRig();
        var model = new SortedDictionary<long, Row>();
        foreach (Act act in its.Acts)
            Do(rig, model, act);

        var query = new HistoryQuery
        {
            Limit = its.Limit,
            AfterSeq = its.OldestFirst ? 0 : null,
            User = its.User < 0 ? null : User(its.User),
            ThreadId = its.Thread < 0 ? null : $"t{its.Thread}",
            Search = its.Word,
        };
        HistoryPage[] pages = [.. rig.Walk(query)];

        IEnumerable<Row> expected = model.Values.Where(row =>
            (its.User < 0 || row.By == User(its.User)) && (its.Thread < 0 || row.Thread == $"t{its.Thread}")
            && its.Word.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => row.Text?.Contains(word, StringComparison.Ordinal) ?? false));
        Assert.Equal(
            (its.OldestFirst ? expected : expected.Reverse()).Select(static row => row.ToString()),
            pages.SelectMany(static page => page.Messages).Select(Row.Of).Select(static row => row.ToString()));
        Assert.All(pages, page => Assert.True(page.Messages.Length <= its.Limit));
    }

    private static UserId User(int number) => new($"u{number}");

    /// <summary>Lets the room decide, and does the same to the model without looking at what the room made of it.</summary>
    private static void Do(HistoryRig rig, SortedDictionary<long, Row> model, Act act)
    {
        long next = rig.State.Head + 1;
        if (act.Kind <= 2 || model.Count == 0)
        {
            rig.Append(Some.Message(next, User(act.User), act.Word, thread: $"t{act.Thread}"));
            model[next] = new Row(next, User(act.User), act.Word, $"t{act.Thread}", IsEdited: false, IsPinned: false, []);
            return;
        }

        Row row = model.Values.ElementAt(act.Message % model.Count);
        MessageAction action = (MessageAction)(act.Kind % 6);
        RoomReply reply = rig.Annotate(row.Seq, action, act.Word, User(act.User));
        if (row.Text is null)
        {
            Assert.Equal(new RoomReply.Refused(RoomRefusal.MessageNotFound), reply);
            return;
        }

        (string, string) reaction = (act.Word, User(act.User).Value);
        model[row.Seq] = action switch
        {
            MessageAction.Edit => row with { Text = act.Word, IsEdited = true },
            MessageAction.Delete => row with { Text = null, IsEdited = false, IsPinned = false, Reactions = [] },
            MessageAction.AddReaction => row with { Reactions = row.Reactions.Add(reaction) },
            MessageAction.RemoveReaction => row with { Reactions = row.Reactions.Remove(reaction) },
            MessageAction.Pin => row with { IsPinned = true },
            _ => row with { IsPinned = false },
        };
    }

    /// <summary>A row of history as a person would note it down.</summary>
    /// <param name="Text">Null when it was deleted.</param>
    private sealed record Row(
        long Seq, UserId By, string? Text, string Thread, bool IsEdited, bool IsPinned, ImmutableSortedSet<(string Reaction, string User)> Reactions)
    {
        public static Row Of(HistoryRow row) => new(
            row.Seq, row.Message.By, row.IsDeleted ? null : Some.TextOf(row.Message), row.Message.Body.ThreadId!, row.Summary?.EditedAt is not null,
            row.Summary?.PinnedBy is not null,
            [.. (row.Summary?.Reactions ?? []).SelectMany(static one => one.Users.Select(user => (one.Reaction, user.Value)))]);

        public override string ToString() =>
            $"{Seq} {By} {Text ?? "(deleted)"} {Thread} {(IsEdited ? "edited" : "")} {(IsPinned ? "pinned" : "")} {string.Join(' ', Reactions)}";
    }
}
