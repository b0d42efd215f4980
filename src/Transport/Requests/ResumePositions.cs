using System.Runtime.InteropServices;
using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Requests;

/// <summary>Reads where a resuming client stands: <c>{"positions":{"room-a":{"seq":57,"epoch":"…"}}}</c>.</summary>
internal static class ResumePositions
{
    private const string Rule =
        "data.positions must hold, under each room's id, its seq (a whole number from 0) and perhaps its epoch";

    private const string ChannelRule =
        "data.channels must hold, under each channel's id, its seq (a whole number from 0) and perhaps its epoch";

    /// <param name="problem">What is wrong, as a sentence for the sender; null if nothing is.</param>
    public static IReadOnlyDictionary<RoomId, RoomPosition> Read(JsonRequestFields data, out string? problem) =>
        Read<RoomId>(data, "positions", RoomId.TryParse, Rule, out problem);

    /// <summary>Where it stands in channels: <c>{"channels":{"prices.eur":{"seq":57,"epoch":"…"}}}</c>.</summary>
    public static IReadOnlyDictionary<ChannelId, RoomPosition> ReadChannels(JsonRequestFields data, out string? problem) =>
        Read<ChannelId>(data, "channels", ChannelId.TryParse, ChannelRule, out problem);

    private delegate bool TryParse<TId>(string? text, out TId id);

    private static Dictionary<TId, RoomPosition> Read<TId>(
        JsonRequestFields data, string field, TryParse<TId> tryParse, string rule, out string? problem)
        where TId : struct
    {
        var positions = new Dictionary<TId, RoomPosition>();
        bool isWrong = false;
        foreach (var member in data.Members(field))
        {
            if (tryParse(TextOf(member), out var id) && PositionIn(member.Value) is { } position)
                positions[id] = position;
            else
                isWrong = true;
        }

        problem = data.Problem ?? (isWrong ? rule : null);
        return positions;
    }

    // What is half of a surrogate pair stays that, and is part of no id.
    private static string TextOf(JsonProperty member)
    {
        var written = JsonMarshal.GetRawUtf8PropertyName(member);
        Span<char> name = new char[written.Length];
        return new string(name[..JsonUnescape.ToCharacters(written, name)]);
    }

    private static RoomPosition? PositionIn(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        long? seq = null;
        Epoch? epoch = null;
        foreach (var field in value.EnumerateObject())
        {
            if (NameEquals(field, "seq"))
                seq = field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt64(out long number) ? number : null;
            else if (NameEquals(field, "epoch"))
                epoch = JsonRequestFields.TryGetString(field.Value) is { } text ? new Epoch(text) : null;
        }

        return seq is >= 0 ? new RoomPosition(seq.Value, epoch) : null;
    }

    private static bool NameEquals(JsonProperty field, ReadOnlySpan<char> name) =>
        JsonNames.Says(JsonMarshal.GetRawUtf8PropertyName(field), name);
}
