namespace Streaming.Actors.Directories;

/// <summary>Whether a room is one that is looked for.</summary>
internal sealed class ListingFilter(ListingQuery query)
{
    private readonly string[] _words = query.Words?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    public bool Matches(ListedRoom room) =>
        (query.Tag is null || room.Tags.Contains(query.Tag)) && (query.Category is null || room.Category == query.Category)
        && _words.All(word => Has(room.Room.Value, word) || Has(room.Name, word) || Has(room.Description, word));

    private static bool Has(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
