using Streaming.Actors.Ids;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>Where a schema holds.</summary>
/// <param name="Rooms">Patterns of rooms.</param>
/// <param name="Channels">Patterns of channels. Where there are none of both, it holds everywhere.</param>
/// <param name="ContentType">The content type without parameters; null: any, and none.</param>
/// <param name="Schema">Null: messages there may be as they like.</param>
internal sealed record SchemaRule(
    IReadOnlyList<NamePattern> Rooms, IReadOnlyList<NamePattern> Channels, string? ContentType, SchemaNode? Schema)
{
    public bool Matches(MessageContent content) => MatchesPlace(content) && MatchesType(content.ContentType);

    private bool MatchesPlace(MessageContent content)
    {
        if (Rooms.Count == 0 && Channels.Count == 0)
            return true;
        return content.Channel is { } channel ? Matches(Channels, channel.Value) : Matches(Rooms, content.Room.Value);
    }

    private bool MatchesType(string? contentType)
    {
        if (ContentType is null)
            return true;
        var type = contentType.AsSpan();
        int end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals(ContentType, StringComparison.OrdinalIgnoreCase);
    }

    private static bool Matches(IReadOnlyList<NamePattern> patterns, string name)
    {
        for (int i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Matches(name))
                return true;
        }

        return false;
    }
}
