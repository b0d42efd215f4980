using Streaming.Actors.History;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.History;

public sealed class HistoryReaderTests
{
    private readonly HistoryRig _rig = new();

    [Fact]
    public void Read_WithoutBounds_IsNewestFirst()
    {
        _rig.Append(Some.Messages(1, 120));

        HistoryPage page = _rig.Read(new HistoryQuery());

        Assert.Equal(Seqs(120, 71), page.Messages.Select(one => one.Seq));
        Assert.Equal((71, 120, true), (page.FirstSeq, page.LastSeq, page.HasMore));
        Assert.Equal(Some.Epoch, page.Epoch);
    }

    [Fact]
    public void Read_AfterSeq_IsOldestFirst()
    {
        _rig.Append(Some.Messages(1, 120));

        HistoryPage page = _rig.Read(new HistoryQuery { AfterSeq = 100, Limit = 10 });

        Assert.Equal(Seqs(101, 110), page.Messages.Select(one => one.Seq));
        Assert.Equal((101, 110, true), (page.FirstSeq, page.LastSeq, page.HasMore));
    }

    [Theory]
    [InlineData(120L)]
    [InlineData(500L)]
    public void Read_AfterTheEnd_SaysToGoOnFromThere(long after)
    {
        _rig.Append(Some.Messages(1, 120));

        HistoryPage page = _rig.Read(new HistoryQuery { AfterSeq = after });

        Assert.Empty(page.Messages);
        Assert.Equal((after, false), (page.LastSeq, page.HasMore));
    }

    [Theory]
    [InlineData(null, null, 10)]
    [InlineData(3L, null, 2)]
    [InlineData(1L, null, 0)]
    [InlineData(-1L, null, 0)]
    [InlineData(long.MaxValue, null, 10)]
    [InlineData(null, 7L, 3)]
    [InlineData(null, 10L, 0)]
    [InlineData(null, long.MaxValue, 0)]
    [InlineData(null, -1L, 10)]
    [InlineData(8L, 5L, 2)]
    [InlineData(5L, 8L, 0)]
    public void Read_BetweenBounds_GivesWhatIsStrictlyBetween(long? before, long? after, int count)
    {
        _rig.Append(Some.Messages(1, 10));

        HistoryPage page = _rig.Read(new HistoryQuery { BeforeSeq = before, AfterSeq = after });

        Assert.Equal(count, page.Messages.Length);
        Assert.False(page.HasMore);
    }

    [Fact]
    public void Read_OfARoomThatIsNotThere_IsEmpty()
    {
        HistoryPage page = _rig.Read(new HistoryQuery());

        Assert.Equal((0, false, 0, 0), (page.Messages.Length, page.HasMore, page.FirstSeq, page.LastSeq));
    }

    [Fact]
    public void Read_GivesMessagesOnly_AndMoreOnlyWhereAMessageIs()
    {
        _rig.Append(Some.Created(Some.Ann), Some.Joined(2, Some.Ann), Some.Message(3), Some.Message(4), Some.Left(5, Some.Ann));

        HistoryPage page = _rig.Read(new HistoryQuery { Limit = 2 });

        Assert.Equal([4L, 3], page.Messages.Select(one => one.Seq));
        Assert.False(page.HasMore); // what is left is no message
        Assert.Equal((1, 5), (page.FirstSeq, page.LastSeq));
    }

    [Fact]
    public void Read_OfATrimmedLog_EndsWhereItBegins()
    {
        _rig.Append(Some.Messages(1, 100));
        _rig.Trim(40);

        Assert.Equal(Seqs(100, 40), _rig.Walk(new HistoryQuery { Limit = 7 }).SelectMany(page => page.Messages).Select(one => one.Seq));
    }

    [Fact]
    public async Task Read_OfALogThatIsTrimmedMeanwhile_NamesNoSpanOfWhichItSawAPart()
    {
        var log = new WrittenLog { Events = [.. Some.Messages(1, 300)] };
        log.OnSecondRead = () => (log.FirstSeq, log.Events) = (290, log.Events[289..]);
        var reader = new HistoryReader(log, static (_, _) => Task.FromResult<RoomReply>(new RoomReply.Readable(Some.Epoch, FirstSeq: 1, LastSeq: 300)));
        var who = new ReadRoom { By = Some.Ann, Request = default };

        // It looks at so many entries at once.
        HistoryPage first = (await reader.ReadAsync(Some.Room, who, new HistoryQuery { AfterSeq = 0, User = Some.Bob }, default)).Page!;
        HistoryPage second = (await reader.ReadAsync(Some.Room, who, new HistoryQuery { AfterSeq = first.LastSeq, User = Some.Bob }, default)).Page!;

        Assert.Equal((true, 1, ReadPace.First), (first.HasMore, first.FirstSeq, first.LastSeq));
        Assert.Equal((false, 290, 300), (second.HasMore, second.FirstSeq, second.LastSeq));
    }

    public static TheoryData<string, string, bool> Searches => new()
    {
        { "fox", "\"The quick brown FOX\"", true },
        { "fox", "\"firefoxes\"", true },
        { "fox", "{\"fox\":\"hen\"}", false }, // the name of a field
        { "fox", "{\"animal\":\"fox\"}", true },
        { "fox hen", "{\"a\":[\"fox\",{\"b\":\"hen\"}]}", true }, // all words, in whichever strings
        { "fox hen", "\"fox\"", false },
        { "  fox \t ", "\"fox\"", true },
        { "", "\"anything\"", true },
        { "12", "12", false }, // a number is not text
        { "true", "true", false },
        { "é", "\"caf\\u00e9\"", true }, // escaped or not, it is the same text
        { "É", "\"café\"", true },
        { "🦊", "\"a 🦊\"", true },
        { "fox", "", false }, // a message without data
        { "fox", "[\"\\ud800\",\"fox\"]", true }, // half a surrogate pair is valid JSON, and no text
        { "fox", "\"\\ud800 fox\"", false },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void Search_FindsWordsInStringsOnly(string search, string data, bool found)
    {
        _rig.Say(data);

        Assert.Equal(found, _rig.Read(new HistoryQuery { Search = search }).Messages.Length == 1);
    }

    [Fact]
    public void Search_OfDeepData_Works()
    {
        _rig.Say(new string('[', 200) + "\"fox\"" + new string(']', 200));

        Assert.Single(_rig.Read(new HistoryQuery { Search = "fox" }).Messages);
    }

    [Fact]
    public void Read_ByThreadOrUser_GivesTheirsOnly()
    {
        _rig.Say("1", Some.Ann, "t1");
        _rig.Say("2", Some.Bob, "t1");
        _rig.Say("3", Some.Bob, "t2");
        _rig.Say("4", Some.Bob);

        Assert.Equal([2L, 1], Seqs(new HistoryQuery { ThreadId = "t1" }));
        Assert.Equal([4L, 3, 2], Seqs(new HistoryQuery { User = Some.Bob }));
        Assert.Equal([2L], Seqs(new HistoryQuery { User = Some.Bob, ThreadId = "t1" }));
        Assert.Empty(Seqs(new HistoryQuery { User = Some.Cy }));
    }

    [Theory]
    [InlineData(null, 3, new long[] { 3, 2, 1 })]
    [InlineData(6, null, new long[] { 10, 9, 8, 7 })]
    [InlineData(2, 5, new long[] { 5, 4, 3 })]
    [InlineData(10, null, new long[0])]
    public void Read_BetweenTimes_GivesWhatIsStrictlyBetween_BothWays(int? afterSecond, int? lastSecond, long[] expected)
    {
        for (int second = 1; second <= 10; second++)
            _rig.Say($"{second}", at: Some.Noon.AddSeconds(second));
        var query = new HistoryQuery
        {
            After = afterSecond is { } after ? Some.Noon.AddSeconds(after) : null,
            Before = lastSecond is { } last ? Some.Noon.AddSeconds(last).AddTicks(1) : null,
        };

        Assert.Equal(expected, Seqs(query));
        Assert.Equal(expected.Reverse(), Seqs(query with { AfterSeq = 0 }));
    }

    [Fact]
    public void Search_OfARareWord_StopsAndSaysWhereToGoOn()
    {
        _rig.Say("\"needle\"");
        _rig.Append(Some.Messages(2, 5_000));

        HistoryPage[] pages = [.. _rig.Walk(new HistoryQuery { Search = "needle" })];

        Assert.Equal([(3_001, 5_000, true), (1_001, 3_000, true), (1, 1_000, false)], pages.Select(page => (page.FirstSeq, page.LastSeq, page.HasMore)));
        Assert.Equal([0, 0, 1], pages.Select(page => page.Messages.Length));
    }

    [Fact]
    public void Search_InLargeMessages_StopsAfterSoManyBytes_AndSaysWhereToGoOn()
    {
        string large = $"\"{new string('x', 60_000)}\"";
        for (int i = 0; i < 400; i++)
            _rig.Say(large);
        _rig.Say("\"needle\"");
        for (int i = 0; i < 400; i++)
            _rig.Say(large);

        HistoryPage[] pages = [.. _rig.Walk(new HistoryQuery { Search = "needle" })];

        Assert.All(pages, static page => Assert.InRange((page.LastSeq - page.FirstSeq + 1) * 60_000, 0, 2 * HistoryReader.MaxScanBytes));
        Assert.Equal([401L], pages.SelectMany(static page => page.Messages).Select(static one => one.Seq));
        Assert.Equal(801, pages.Sum(static page => page.LastSeq - page.FirstSeq + 1)); // nothing twice, and nothing left out
    }

    [Fact]
    public void Read_OfLargeMessages_IsBoundedInBytes_AndGivesAtLeastOne()
    {
        for (int i = 0; i < 10; i++)
            _rig.Say($"\"{new string('x', i == 4 ? 300_000 : 60_000)}\"");

        HistoryPage[] pages = [.. _rig.Walk(new HistoryQuery())];

        Assert.Equal([4, 1, 1, 4], pages.Select(page => page.Messages.Length));
        Assert.Equal(Seqs(10, 1), pages.SelectMany(page => page.Messages).Select(one => one.Seq));
    }

    private static IEnumerable<long> Seqs(long from, long to)
    {
        for (long seq = from; from <= to ? seq <= to : seq >= to; seq += from <= to ? 1 : -1)
            yield return seq;
    }

    private IEnumerable<long> Seqs(HistoryQuery query) => _rig.Read(query).Messages.Select(one => one.Seq);
}
