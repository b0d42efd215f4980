using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>A member, as a list of them says it.</summary>
/// <param name="MutedUntil">Null: not muted. <see cref="DateTimeOffset.MaxValue"/>: until it is taken back.</param>
public sealed record NamedMember(UserId User, Member Membership, DateTimeOffset? MutedUntil);
