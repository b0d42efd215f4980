using Streaming.Actors.Routing;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>What all presences of a node share.</summary>
/// <param name="Grace">How long a user whose last connection broke off is still shown.</param>
/// <param name="Confirm">In which time all nodes have reported to an owner that has taken a shard (<see cref="PresenceTerms.Confirm"/>).</param>
internal sealed record PresenceContext(
    RoomRouter Router, LastSeenWriter LastSeen, TimingWheel Wheel, TimeProvider Clock, TimeSpan Grace, TimeSpan Confirm);
