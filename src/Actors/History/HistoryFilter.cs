using System.Text.Json;
using Streaming.Actors.Channels;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>Which messages a query wants.</summary>
internal sealed class HistoryFilter(HistoryQuery query)
{
    /// <summary>Whatever a room has in its log can be searched, also what a deeper reader than ours let in.</summary>
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1_000 };

    private readonly string[] _words =
        (query.Search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether nothing from here on can match: the log is in the order of time.</summary>
    public bool IsPast(RoomEvent e, bool newestFirst) => newestFirst
        ? query.After is { } after && e.Timestamp <= after
        : query.Before is { } before && e.Timestamp >= before;

    public bool HasWords => _words.Length > 0;

    /// <summary>Whether there may be messages that it does not want.</summary>
    public bool IsSelective => HasWords || query.ThreadId is not null || query.User is not null || query.Before is not null || query.After is not null;

    /// <summary>By all but what a message says, which may have changed.</summary>
    public bool MatchesEnvelope(MessagePublished message) =>
        (query.ThreadId is null || message.Body.ThreadId == query.ThreadId)
        && (query.User is null || message.By == query.User)
        && (query.Before is null || message.Timestamp < query.Before)
        && (query.After is null || message.Timestamp > query.After);

    /// <summary>By what one that <see cref="MatchesEnvelope"/> says now.</summary>
    public bool Matches(HistoryRow row) => !HasWords || ContainsAllWords(row.Body.Data);

    /// <summary>Each word has to occur in some string of the data; names of fields do not count.</summary>
    private bool ContainsAllWords(ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty)
            return false;

        var missing = new List<string>(_words);
        var reader = new Utf8JsonReader(data.Span, Deep);
        while (missing.Count > 0 && reader.Read())
        {
            // Half of a surrogate pair is no text: one such message must not spoil the search.
            if (reader.TokenType == JsonTokenType.String && JsonScalar.TextOf(ref reader) is { } text)
                missing.RemoveAll(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        return missing.Count == 0;
    }
}
