using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>Who listens, when the shard is given up.</summary>
public sealed class RoomBroadcasterTests
{
    private static readonly NodeId Far = new("far");
    private static readonly NodeId Early = new("early");

    private readonly RoomBroadcaster _broadcaster = new(new RecordingLink(new NodeId("self")), shards: 1, new PatternAudience(TimeProvider.System));

    [Fact]
    public void Forget_KeepsThoseWhoListenToALaterTerm()
    {
        _broadcaster.Add(Some.Room, Far, term: 5);
        _broadcaster.Add(Some.Room, Early, term: 7);
        _broadcaster.Forget(default, term: 5);
        Assert.Equal(Early, Assert.Single(_broadcaster.ListenersOf(default, Some.Room)));

        _broadcaster.Forget(default, term: 7);
        Assert.Empty(_broadcaster.ListenersOf(default, Some.Room));
    }

    [Fact]
    public void Forget_GoesByTheLatestTermThatWasNamed_WhateverOrderTheWordsCameIn()
    {
        _broadcaster.Add(Some.Room, Far, term: 5);
        _broadcaster.Add(Some.Room, Far, term: 7);
        _broadcaster.Add(Some.Room, Far, term: 6);
        _broadcaster.Forget(default, term: 6);

        Assert.Equal(Far, Assert.Single(_broadcaster.ListenersOf(default, Some.Room)));
    }

    [Fact]
    public void Vacate_KeepsThoseWhoListenToALaterTerm()
    {
        using var rig = new RoomRig();
        rig.Host.Settle(default, rig.Term);
        rig.OpenRoom();
        rig.Host.StartListening(Some.Room, Far, rig.Term);
        rig.Host.StartListening(Some.Room, Early, rig.Term + 1);
        rig.Host.VacateAsync(default);
        rig.Turns.Run();
        rig.Link.Sent.Clear();
        rig.RegainShard();
        rig.Ask(Some.Publish(Some.Ann));

        Assert.Equal([Early], rig.Link.Sent.Select(one => one.To).Distinct());
    }
}
