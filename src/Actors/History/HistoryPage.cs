using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.History;

/// <summary>
/// One page of a room's messages, each as it is now. <paramref name="FirstSeq"/> and <paramref name="LastSeq"/> bound what the
/// page looked at, matches or not, so the next older page starts before <paramref name="FirstSeq"/>
/// without reading anything twice. When there was nothing to look at, both are where the query
/// started from, or 0.
/// </summary>
/// <param name="HasMore">
/// Another message matches, or the page ended after <see cref="HistoryReader.MaxScan"/> entries and one may.
/// </param>
public sealed record HistoryPage(Epoch Epoch, ImmutableArray<HistoryRow> Messages, bool HasMore, long FirstSeq, long LastSeq);
