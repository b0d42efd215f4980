using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>What the directory has perhaps not been told of a room: its log's entries behind <paramref name="After"/>, up to <paramref name="UpTo"/>.</summary>
public readonly record struct DirectoryDebt(RoomId Room, long After, long UpTo)
{
    /// <summary>One debt that includes both, of the same room; null for none.</summary>
    internal static DirectoryDebt? Both(DirectoryDebt? one, DirectoryDebt? other) => (one, other) switch
    {
        ({ } a, { } b) => b with { After = Math.Min(a.After, b.After), UpTo = Math.Max(a.UpTo, b.UpTo) },
        _ => one ?? other,
    };
}
