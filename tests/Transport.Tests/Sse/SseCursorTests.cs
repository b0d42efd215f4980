using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Transport.Sse;
using Xunit;

namespace Streaming.Transport.Tests.Sse;

public sealed class SseCursorTests
{
    [Fact]
    public void AnyPositions_ComeBackAsTheyWere()
    {
        var names = from characters in Gen.NonEmptyListOf(Gen.Elements("abzAZ09_.:@-".ToCharArray()))
                    select string.Concat(characters.Take(IdSyntax.MaxNameLength));
        var steps = Gen.NonEmptyListOf(
            from room in names
            from epoch in Gen.Elements("k3f9x0a2b7c4d", "e")
            from seq in Gen.Frequency((5, Gen.Choose(0, 1_000).Select(n => (long)n)), (1, Gen.Constant(long.MaxValue)))
            select (room, epoch, seq));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(steps), script =>
        {
            var cursor = new SseCursor();
            var expected = new Dictionary<RoomId, RoomPosition>();
            foreach (var (room, epoch, seq) in script)
            {
                cursor.Advance(new RoomId(room), new Epoch(epoch), seq);
                expected[new RoomId(room)] = new RoomPosition(seq, new Epoch(epoch));
            }

            Assert.True(SseCursor.TryParse(cursor.ToString(), out var positions));
            Assert.Equal(expected, positions);
        }));
    }

    [Theory]
    [InlineData("lobby")]
    [InlineData("lobby/e")]
    [InlineData("lobby//5")]
    [InlineData("lobby/e/-1")]
    [InlineData("lobby/e/5/6")]
    [InlineData("lobby/e/five")]
    [InlineData("lobby/e/99999999999999999999")]
    [InlineData("a b/e/5")]
    [InlineData("lobby/e/5,")]
    [InlineData("lobby/e/5,lobby/e/6")]
    public void Anything_ElseIsRefused(string text) => Assert.False(SseCursor.TryParse(text, out _));
}
