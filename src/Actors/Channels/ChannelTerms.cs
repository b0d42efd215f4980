namespace Streaming.Actors.Channels;

/// <summary>What a client wants of the channels it subscribes to.</summary>
/// <param name="Filter">Only messages that it lets pass; null: all.</param>
/// <param name="Echo">False: not the connection's own messages.</param>
public readonly record struct ChannelTerms(ChannelFilter? Filter, bool Echo);
