using Streaming.Actors.Ids;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Ids;

public sealed class IdSyntaxTests
{
    public static TheoryData<string?, bool> Names => new()
    {
        { "a", true },
        { "Az09_.:@-", true },
        { new string('x', 128), true },
        { new string('x', 129), false },
        { "", false },
        { null, false },
        { " ", false },
        { "a b", false },
        { "a/b", false },
        { "a{b}", false }, // would be a hash tag of Redis Cluster
        { "é", false },
        { "a\n", false },
        { "a\0", false },
        { "１", false }, // a digit, but not one of ours
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void NamesOfRoomsAndUsers(string? text, bool ok)
    {
        Assert.Equal(ok, RoomId.TryParse(text, out RoomId room));
        Assert.Equal(ok, UserId.TryParse(text, out UserId user));
        if (ok)
            Assert.Equal((text, text), (room.Value, user.ToString()));
    }

    public static TheoryData<string?, bool> Requests => new()
    {
        { "1", true },
        { "any text, é and 🦊", true },
        { new string('x', 64), true },
        { new string('x', 65), false },
        { "", false },
        { null, false },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void RequestIds(string? text, bool ok) => Assert.Equal(ok, RequestId.TryParse(text, out _));

    public static TheoryData<string?, string?, long> MessageIds => new()
    {
        { "k3f9x0a2b7-57", "k3f9x0a2b7", 57 },
        { "a-b-1", "a-b", 1 },
        { "e-9223372036854775807", "e", long.MaxValue },
        { "e-9223372036854775808", null, 0 },
        { "e-0", null, 0 },
        { "e-", null, 0 },
        { "-5", null, 0 },
        { "e--5", "e-", 5 },
        { "e-+5", null, 0 },
        { "e- 5", null, 0 },
        { "e-5 ", null, 0 },
        { "e5", null, 0 },
        { "", null, 0 },
        { null, null, 0 },
    };

    [Theory]
    [MemberData(nameof(MessageIds))]
    public void MessageId_ReadsItsEpochAndSeq(string? text, string? epoch, long seq)
    {
        Assert.Equal(epoch is not null, MessageId.TryParse(text, out MessageId id));
        if (epoch is not null)
        {
            Assert.Equal(new MessageId(new Epoch(epoch), seq), id);
            Assert.Equal(text, id.ToString());
        }
    }

    [Fact]
    public void IdSource_NeverRepeats_AndKeepsTheSyntax()
    {
        var ids = new IdSource(new SeededEntropy(1));
        string[] made = [.. Enumerable.Range(0, 10_000).Select(_ => ids.NextConnection().Value)];

        Assert.Equal(made.Length, made.Distinct().Count());
        Assert.All(made, id => Assert.Matches("^[0-9a-hjkmnp-tv-z]{13}$", id));
        Assert.True(UserId.TryParse(ids.NextGuest().Value, out _));
        Assert.Equal(26, ids.NextToken().Length);
    }
}
