using System.Text.Json;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>Which messages a query wants.</summary>
internal sealed class HistoryFilter(HistoryQuery query)
{
    private readonly string[] _words =
        (query.Search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether nothing from here on can match: the log is in the order of time.</summary>
    public bool IsPast(RoomEvent e, bool newestFirst) => newestFirst
        ? query.After is { } after && e.Timestamp <= after
        : query.Before is { } before && e.Timestamp >= before;

    public bool Matches(MessagePublished message) =>
        (query.ThreadId is null || message.Body.ThreadId == query.ThreadId)
        && (query.User is null || message.By == query.User)
        && (query.Before is null || message.Timestamp < query.Before)
        && (query.After is null || message.Timestamp > query.After)
        && (_words.Length == 0 || ContainsAllWords(message.Body.Data));

    /// <summary>Each word has to occur in some string of the data; names of fields do not count.</summary>
    private bool ContainsAllWords(ReadOnlyMemory<byte> data)
    {
        var missing = new List<string>(_words);
        var reader = new Utf8JsonReader(data.Span);
        while (missing.Count > 0 && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String)
                continue;

            string text = reader.GetString()!;
            missing.RemoveAll(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        return missing.Count == 0;
    }
}
