namespace Streaming.Chaos.Histories;

/// <summary>A room's log as it was when all was over, read as any client may.</summary>
/// <param name="Head">Its last seq.</param>
/// <param name="Messages">By seq: who said what, in the form of <see cref="Heard.Event.Content"/>.</param>
internal sealed record RoomLogCopy(string Room, string Epoch, long Head, IReadOnlyDictionary<long, string> Messages);
