using Streaming.Actors.Routing;
using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>What all presences of a node share.</summary>
/// <param name="Grace">How long a user whose last connection broke off is still shown.</param>
internal sealed record PresenceContext(RoomRouter Router, LastSeenWriter LastSeen, TimingWheel Wheel, TimeProvider Clock, TimeSpan Grace);
