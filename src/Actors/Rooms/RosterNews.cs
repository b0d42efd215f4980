namespace Streaming.Actors.Rooms;

/// <summary>What has become of a roster.</summary>
/// <param name="Told">What the room's listeners hear; null where it tells them nothing: of a roster that is counted, that somebody is busy now.</param>
/// <param name="Observed">The same by user, however many they are, for those who look on at the owner.</param>
internal sealed record RosterNews(EphemeralEvent? Told, EphemeralEvent Observed);
