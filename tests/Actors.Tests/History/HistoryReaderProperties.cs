using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.History;

/// <summary>Whatever the log and the filter: walking all pages gives exactly the matching messages, each once.</summary>
public sealed class HistoryReaderProperties
{
    public sealed record Entry(bool IsMessage, int User, int Thread, string Word);

    public sealed record Scenario(IReadOnlyList<Entry> Entries, int Trim, int Limit, int User, int Thread, string Word, bool OldestFirst);

    [Fact]
    public void Walk_GivesAllMatchesOnce_AndMoreMeansAMessage()
    {
        Gen<Entry> entries =
            from isMessage in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from user in Gen.Choose(0, 2)
            from thread in Gen.Choose(0, 2)
            from word in Gen.Elements("fox", "hen", "fox and hen")
            select new Entry(isMessage, user, thread, word);
        Gen<Scenario> cases =
            from log in entries.ListOf()
            from trim in Gen.Choose(0, 30)
            from limit in Gen.Choose(1, 9)
            from user in Gen.Choose(-2, 2)
            from thread in Gen.Choose(-2, 2)
            from word in Gen.Elements("", "fox", "hen fox", "cow")
            from oldestFirst in Gen.Elements(true, false)
            select new Scenario([.. log], trim, limit, user, thread, word, oldestFirst);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(cases), Run));
    }

    private static void Run(Scenario its)
    {
        var rig = new HistoryRig();
        RoomEvent[] log = [.. its.Entries.Select((entry, i) => Event(entry, i + 1))];
        foreach (RoomEvent e in log)
            rig.Append(e);
        if (log.Length > 0)
            rig.Trim(Math.Min(its.Trim, log.Length));

        var query = new HistoryQuery
        {
            Limit = its.Limit,
            AfterSeq = its.OldestFirst ? 0 : null,
            User = its.User < 0 ? null : new UserId($"u{its.User}"),
            ThreadId = its.Thread < 0 ? null : $"t{its.Thread}",
            Search = its.Word,
        };
        HistoryPage[] pages = [.. rig.Walk(query)];

        long first = log.Length == 0 ? 0 : Math.Min(its.Trim, log.Length);
        IEnumerable<long> expected = its.Entries
            .Select((entry, i) => (Entry: entry, Seq: (long)i + 1))
            .Where(one => one.Seq >= first && one.Entry.IsMessage
                && (its.User < 0 || one.Entry.User == its.User)
                && (its.Thread < 0 || one.Entry.Thread == its.Thread)
                && its.Word.Split(' ').All(word => one.Entry.Word.Contains(word, StringComparison.Ordinal)))
            .Select(one => one.Seq);
        Assert.Equal(its.OldestFirst ? expected : expected.Reverse(), pages.SelectMany(page => page.Messages).Select(one => one.Seq));
        Assert.All(pages, page => Assert.True(page.Messages.Length <= its.Limit));
        Assert.All(pages.Skip(1), page => Assert.NotEmpty(page.Messages));
    }

    private static RoomEvent Event(Entry entry, long seq) => entry.IsMessage
        ? Some.Message(seq, new UserId($"u{entry.User}"), entry.Word, thread: $"t{entry.Thread}")
        : Some.Joined(seq, Some.Ann);
}
