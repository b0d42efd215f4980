using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.History;

/// <summary>A room's pinned messages, the newest pin first, each as it is now.</summary>
public sealed record PinnedMessages(Epoch Epoch, ImmutableArray<HistoryRow> Messages);
