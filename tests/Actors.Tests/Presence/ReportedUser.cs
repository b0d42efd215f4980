using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Tests.Harness;

namespace Streaming.Actors.Tests.Presence;

/// <summary>A user's presence, and what the nodes have to say of the user's connections to them.</summary>
internal sealed class ReportedUser(TimeSpan grace)
{
    public static readonly NodeId One = new("one");
    public static readonly NodeId Two = new("two");

    private readonly Dictionary<NodeId, LocalAttendance> _here = new() { [One] = new(grace), [Two] = new(grace) };
    private long _versions;

    public PresenceActor Actor { get; private set; } = new(grace);

    public bool IsGone => Actor.IsGone;

    public DateTimeOffset? NextExpiry() => Actor.NextExpiry();

    public IReadOnlyList<Announcement> Expire(DateTimeOffset now) => Actor.Expire(now);

    public IReadOnlyList<Announcement> Enter(RoomId room, NodeId? on = null, UserStatus? chosen = null) =>
        Change(on ?? One, here => here.Enter(room, chosen), Some.Noon);

    public IReadOnlyList<Announcement> Exit(RoomId room, NodeId? on = null) => Change(on ?? One, here => here.Exit(room), Some.Noon);

    public IReadOnlyList<Announcement> BreakOff(RoomId[] rooms, DateTimeOffset now, NodeId? on = null) =>
        Change(on ?? One, here => here.BreakOff(rooms, device: null, now), now);

    public IReadOnlyList<Announcement> Connect(Devices device = Devices.None, NodeId? on = null) =>
        Change(on ?? One, here => here.Connect(device, chosen: null, Some.Noon), Some.Noon);

    public IReadOnlyList<Announcement> Disconnect(Devices device = Devices.None, NodeId? on = null, params RoomId[] rooms) =>
        Change(on ?? One, here => here.BreakOff(rooms, device, Some.Noon), Some.Noon);

    public IReadOnlyList<Announcement> ChangeDevice(Devices from, Devices to, NodeId? on = null) =>
        Change(on ?? One, here => here.ChangeDevice(from, to), Some.Noon);

    /// <summary>So much later than noon it is looked at whether the user is silent, who is away after a minute.</summary>
    public IReadOnlyList<Announcement> FallSilent(TimeSpan after, NodeId? on = null) =>
        Change(on ?? One, here => here.NoteSilence(Some.Noon + after, TimeSpan.FromMinutes(1)), Some.Noon + after);

    public IReadOnlyList<Announcement> Act(TimeSpan after, NodeId? on = null) =>
        Change(on ?? One, here => here.NoteActive(Some.Noon + after), Some.Noon + after);

    public IReadOnlyList<Announcement> SetStatus(UserStatus status, NodeId? on = null) =>
        Change(on ?? One, here => here.SetStatus(status, Some.Noon), Some.Noon);

    /// <summary>What the node says now, in the version given.</summary>
    public PresenceReported Report(NodeId on, long version, DateTimeOffset? now = null, string incarnation = "life") =>
        _here[on].Report(Some.Ann, incarnation, version, now ?? Some.Noon);

    /// <summary>The owner of the user's presence is lost, and another one knows nothing.</summary>
    public void BeginAnew() => Actor = new PresenceActor(grace);

    private IReadOnlyList<Announcement> Change(NodeId on, Func<LocalAttendance, bool> change, DateTimeOffset now)
    {
        if (!change(_here[on]))
            return [];

        IReadOnlyList<Announcement> announced = Actor.Take(on, Report(on, ++_versions, now), now);
        _here[on].Adopt(Actor.Status, Actor.StatusStamp);
        return announced;
    }
}
