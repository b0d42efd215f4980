using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Xunit;

namespace Streaming.Actors.Tests.Channels;

public sealed class PatternIndexTests
{
    /// <summary>Against looking at all of them.</summary>
    [Fact]
    public void Find_GivesTheValuesOfAllStartsThatTheNameBeginsWith()
    {
        Gen<string> names = Gen.Elements('a', 'b', '.').ListOf().Select(static letters => string.Concat(letters.Take(IdSyntax.MaxNameLength)));
        Gen<(string Start, int Value, bool Adds)> acts =
            from start in names
            from value in Gen.Choose(0, 3)
            from adds in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
            select (start, value, adds);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(Arb.From(acts.ListOf()), Arb.From(names), static (history, name) =>
            {
                var index = new PatternIndex<int>();
                var model = new List<(string Start, int Value)>();
                foreach ((string start, int value, bool adds) in history)
                {
                    if (adds)
                    {
                        index.Add(start, value);
                        model.Add((start, value));
                    }
                    else
                    {
                        Assert.Equal(model.RemoveAll(one => one == (start, value)), index.Remove(start, one => one == value));
                    }
                }

                List<int> found = [];
                index.Find(name, found);
                Assert.Equal(
                    model.Where(one => name.StartsWith(one.Start, StringComparison.Ordinal)).Select(static one => one.Value).Order(), found.Order());
                Assert.Equal(model.Select(static one => one.Start).Distinct().Count(), index.Count);
            }));
    }
}
