using Streaming.Actors.Ids;

namespace Streaming.Transport.Settings;

/// <summary>The block <c>Filters:Permission</c>. Back ends may say everything.</summary>
public sealed class PermissionFilterOptions
{
    /// <summary>False: everybody may say everything, and set every key of <c>metadata</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Who may send links.</summary>
    public Speakers Links { get; set; } = Speakers.Anyone;

    /// <summary>Rooms in which only back ends and moderators of all rooms write.</summary>
    public IReadOnlyList<NamePattern> ReadOnlyRooms { get; set; } = [];

    /// <summary>The <c>content_type</c>s that may be used, each <c>type/subtype</c> or <c>type/*</c>. None: all.</summary>
    public IReadOnlyList<string> ContentTypes { get; set; } = [];

    /// <summary>Keys of <c>metadata</c> that only back ends may set; from others they are taken away.</summary>
    public IReadOnlyList<string> ReservedMetadata { get; set; } = ["flags"];
}
