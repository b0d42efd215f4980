namespace Streaming.Simulation.Worlds;

/// <summary>The run cannot end: a deadlock or a livelock. Whoever catches it says what was waiting.</summary>
internal sealed class WorldStuckException(string message) : Exception(message);
