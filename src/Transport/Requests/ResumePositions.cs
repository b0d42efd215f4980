using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Requests;

/// <summary>Reads where a resuming client stands: <c>{"positions":{"room-a":{"seq":57,"epoch":"…"}}}</c>.</summary>
internal static class ResumePositions
{
    private const string Rule =
        "data.positions must hold, under each room's id, its seq (a whole number from 0) and perhaps its epoch";

    /// <param name="problem">What is wrong, as a sentence for the sender; null if nothing is.</param>
    public static IReadOnlyDictionary<RoomId, RoomPosition> Read(JsonRequestFields data, out string? problem)
    {
        var positions = new Dictionary<RoomId, RoomPosition>();
        bool isWrong = false;
        foreach (var member in data.Members("positions"))
        {
            if (RoomOf(member) is { } room && PositionIn(member.Value) is { } position)
                positions[room] = position;
            else
                isWrong = true;
        }

        problem = data.Problem ?? (isWrong ? Rule : null);
        return positions;
    }

    private static RoomId? RoomOf(JsonProperty member)
    {
        try
        {
            return RoomId.TryParse(member.Name, out var room) ? room : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: valid JSON, and no text.
            return null;
        }
    }

    private static RoomPosition? PositionIn(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        long? seq = null;
        Epoch? epoch = null;
        foreach (var field in value.EnumerateObject())
        {
            if (NameEquals(field, "seq"u8))
                seq = field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt64(out long number) ? number : null;
            else if (NameEquals(field, "epoch"u8))
                epoch = JsonRequestFields.TryGetString(field.Value) is { } text ? new Epoch(text) : null;
        }

        return seq is >= 0 ? new RoomPosition(seq.Value, epoch) : null;
    }

    private static bool NameEquals(JsonProperty field, ReadOnlySpan<byte> name)
    {
        try
        {
            return field.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
