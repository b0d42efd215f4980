namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>What a server did with the listeners that read badly.</summary>
/// <param name="Count">All of them, also those that hung up by themselves.</param>
/// <param name="ClosedCount">The server has ended them.</param>
/// <param name="StalledCount">
/// They are still connected, and at the end of the measurement were so far behind what was published into their rooms that their sockets
/// were full, and the server held the rest or had dropped it.
/// </param>
internal readonly record struct BadListenerFigures(int Count, int ClosedCount, int StalledCount);
