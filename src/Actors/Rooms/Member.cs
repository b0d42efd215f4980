namespace Streaming.Actors.Rooms;

/// <summary>A user's membership of a room.</summary>
public sealed record Member(Role Role, DateTimeOffset JoinedAt)
{
    /// <summary>Given to this member beyond the role.</summary>
    public Permissions Granted { get; init; }

    /// <summary>Taken from this member. Counts for more than what is granted.</summary>
    public Permissions Revoked { get; init; }

    /// <summary>The role is one that they were put down to, by somebody above them, and not risen from since.</summary>
    public bool IsDemoted { get; init; }

    /// <summary>When the member last wrote, kept only where the room is in slow mode.</summary>
    public DateTimeOffset? WroteAt { get; init; }

    /// <summary>An owner's cannot be cut: somebody has to be able to put the room right.</summary>
    public Permissions Permissions => Role == Role.Owner ? Permissions.All : (RolePermissions.Of(Role) | Granted) & ~Revoked;

    /// <summary>Whether something was taken from them that coming back must not give them: nobody comes in above <see cref="Role.Member"/> by themselves.</summary>
    public bool IsCurtailed => Revoked != Permissions.None || (IsDemoted && Role < Role.Member);

    /// <summary>Given another role by somebody who may.</summary>
    public Member As(Role role) => this with { Role = role, IsDemoted = role < Role || (role == Role && IsDemoted) };

    public bool May(Permissions what) => (Permissions & what) == what;
}
