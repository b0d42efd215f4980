using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Channels;

/// <summary>Some of the channels in use, by name.</summary>
/// <param name="HasMore">There are others after the last.</param>
/// <param name="IsWhole">Every node answered: else some may be missing.</param>
public sealed record ActiveChannels(ImmutableArray<ChannelId> Channels, bool HasMore, bool IsWhole);
