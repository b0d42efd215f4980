namespace Streaming.Redis.Peers;

/// <summary>A message of a peer that is not whole. Caught where its frame is read; nobody else hears of it.</summary>
internal sealed class MalformedMessageException(string what) : Exception(what);
