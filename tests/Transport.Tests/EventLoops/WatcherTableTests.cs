using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

public sealed class WatcherTableTests
{
    private readonly WatcherTable _table = new();

    [Fact]
    public void Find_GivesTheWatcherOfTheKey_UntilItIsRemoved()
    {
        var (one, other) = (new Watcher(), new Watcher());
        var (keyOfOne, keyOfOther) = (_table.Add(one), _table.Add(other));
        Assert.Same(one, _table.Find(keyOfOne));
        Assert.Same(other, _table.Find(keyOfOther));
        Assert.Equal(2, _table.Count);

        _table.Remove(keyOfOne);

        Assert.Null(_table.Find(keyOfOne));
        Assert.Same(other, _table.Find(keyOfOther));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void Find_WithTheKeyOfAPredecessorInTheSamePlace_GivesNothing()
    {
        var stale = new List<ulong>();
        for (var i = 0; i < 100; i++)
        {
            var watcher = new Watcher();
            var key = _table.Add(watcher);
            Assert.Same(watcher, _table.Find(key));
            Assert.All(stale, old => Assert.Null(_table.Find(old)));
            _table.Remove(key);
            stale.Add(key);
        }
        Assert.Equal(stale.Count, stale.Distinct().Count());
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Remove_Again_LeavesTheSuccessorAlone()
    {
        var stale = _table.Add(new Watcher());
        _table.Remove(stale);
        var (one, other) = (new Watcher(), new Watcher());
        var keyOfOne = _table.Add(one);

        _table.Remove(stale);
        var keyOfOther = _table.Add(other);

        Assert.Same(one, _table.Find(keyOfOne));
        Assert.Same(other, _table.Find(keyOfOther));
    }

    [Fact]
    public void Add_BeyondAnyCapacity_KeepsEveryKey()
    {
        var watchers = new Dictionary<ulong, Watcher>();
        for (var i = 0; i < 10_000; i++)
        {
            var watcher = new Watcher();
            watchers.Add(_table.Add(watcher), watcher);
        }
        Assert.Equal(watchers.Count, _table.Count);
        Assert.All(watchers, pair => Assert.Same(pair.Value, _table.Find(pair.Key)));
    }

    [Fact]
    public async Task Find_WhileOthersComeAndGo_NeverGivesAnother()
    {
        const int Rounds = 20_000;
        // What the loops look up: each is published, as by the kernel, only after it stands in the table.
        var published = new Watcher[8];
        var running = true;
        var finders = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (Volatile.Read(ref running))
            {
                for (var i = 0; i < published.Length; i++)
                {
                    if (Volatile.Read(ref published[i]) is { } watcher && _table.Find(watcher.Key) is { } found)
                        Assert.Same(watcher, found);
                }
            }
        })).ToArray();
        var holders = Enumerable.Range(0, published.Length).Select(i => Task.Run(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var watcher = new Watcher();
                watcher.Key = _table.Add(watcher);
                Volatile.Write(ref published[i], watcher);
                Assert.Same(watcher, _table.Find(watcher.Key));
                _table.Remove(watcher.Key);
            }
        })).ToArray();

        await Task.WhenAll(holders).WaitAsync(Eventually.Patience);
        Volatile.Write(ref running, false);
        await Task.WhenAll(finders).WaitAsync(Eventually.Patience);
        Assert.Equal(0, _table.Count);
    }

    private sealed class Watcher : IWatcher
    {
        public ulong Key { get; set; }

        public void OnReady(Readiness readiness)
        {
        }
    }
}
