namespace Streaming.Actors.Rooms;

/// <summary>A user's membership of a room.</summary>
public sealed record Member(Role Role, DateTimeOffset JoinedAt)
{
    /// <summary>Given to this member beyond the role.</summary>
    public Permissions Granted { get; init; }

    /// <summary>Taken from this member. Counts for more than what is granted.</summary>
    public Permissions Revoked { get; init; }

    /// <summary>When the member last wrote, kept only where the room is in slow mode.</summary>
    public DateTimeOffset? WroteAt { get; init; }

    /// <summary>An owner's cannot be cut: somebody has to be able to put the room right.</summary>
    public Permissions Permissions => Role == Role.Owner ? Permissions.All : (RolePermissions.Of(Role) | Granted) & ~Revoked;

    public bool May(Permissions what) => (Permissions & what) == what;
}
