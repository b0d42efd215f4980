using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>Who asks, the user, and the owner of the user's presence are on three nodes.</summary>
public sealed class PresenceReaderTests : IDisposable
{
    private readonly PresenceCluster _cluster = new();
    private readonly StreamingNode _asks;
    private readonly UserId _ann;
    private readonly ClientSession _session;

    public PresenceReaderTests()
    {
        _asks = _cluster.Nodes[0];
        _ann = _cluster.UserOn(_cluster.Nodes[1]);
        (_session, _) = _cluster.Come(_cluster.Nodes[2], _ann, _cluster.RoomOn(_cluster.Nodes[2]));
        _cluster.Rig.Pass(TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void User_IsSeenFromANodeThatHasNothingToDoWithThem_AndIsOfflineAfterTheGrace()
    {
        _session.SetStatus(new UserStatus(Availability.Busy, "in a meeting"));
        _cluster.Rig.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(new UserStatus(Availability.Busy, "in a meeting"), Read(_ann)!.Value[0].Status);

        _cluster.BreakOff(_session);
        _cluster.Rig.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(Availability.Busy, Read(_ann)!.Value[0].Status.Availability);
        _cluster.Rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(UserStatus.Offline, Read(_ann)!.Value[0].Status);
    }

    [Fact]
    public void Users_OfSeveralOwners_AreToldInTheOrderAskedFor()
    {
        UserId[] users = [.. _cluster.Nodes.Select(_cluster.UserOn)];
        ImmutableArray<ShownUser> found = Read(users)!.Value;

        Assert.Equal(users, found.Select(static one => one.User));
        Assert.Equal([Availability.Offline, Availability.Online, Availability.Offline], found.Select(static one => one.Status.Availability));
    }

    [Fact]
    public void Owner_Dead_UserIsSeenThroughTheNext()
    {
        _cluster.Rig.Kill(_cluster.Nodes[1]);
        _cluster.Rig.Pass(TimeSpan.FromSeconds(6));

        Assert.Equal(Availability.Online, Read(_ann)!.Value[0].Status.Availability);
    }

    [Fact]
    public void Owner_ThatDoesNotAnswer_IsNotTakenForOneThatKnowsOfNobody()
    {
        _cluster.Rig.Loses = static message => message is AskNode { Question: NodeQuestion.FindPresence };
        Task<ImmutableArray<ShownUser>?> reading = _asks.PresenceOf.ReadAsync([_ann], CancellationToken.None);
        _cluster.Rig.Pass(TimeSpan.FromSeconds(4));

        Assert.Null(_cluster.Rig.Run(reading));
    }

    private ImmutableArray<ShownUser>? Read(params UserId[] users) =>
        _cluster.Rig.Run(_asks.PresenceOf.ReadAsync([.. users], CancellationToken.None));
}
