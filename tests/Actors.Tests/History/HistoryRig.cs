using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;

namespace Streaming.Actors.Tests.History;

/// <summary>A log written by the test, and the reader over it.</summary>
internal sealed class HistoryRig
{
    private readonly InMemoryRoomLog _log;
    private readonly RoomWriter _writer;
    private readonly HistoryReader _reader;
    private long _head;

    public HistoryRig()
    {
        var fence = new InMemoryShardFence(shards: 1);
        _writer = new RoomWriter(Some.Room, default, ShardTerm.Next(0, "n1"));
        _ = fence.FenceAsync(default, _writer.Term, goesOnFrom: null, default).AsTask().Result;
        _log = new InMemoryRoomLog(fence);
        _reader = new HistoryReader(_log);
    }

    public void Append(params ImmutableArray<RoomEvent> events)
    {
        if (_log.AppendAsync(new RoomAppend(_writer, Some.Epoch, _head, events), default).AsTask().Result != AppendResult.Appended)
            throw new InvalidOperationException("The log refused the test's own append.");

        _head = events[^1].Seq;
    }

    /// <summary>A message with this JSON as its data.</summary>
    public void Say(string json, UserId? by = null, string? thread = null, DateTimeOffset? at = null) => Append(new MessagePublished
    {
        Seq = _head + 1, Timestamp = at ?? Some.Noon, By = by ?? Some.Ann, Request = Some.NewRequest(),
        Body = new MessageBody(Encoding.UTF8.GetBytes(json), ThreadId: thread),
    });

    public void Trim(long firstSeq)
    {
        _log.SaveSnapshotAsync(_writer, Some.Snapshot(_head), default).AsTask().Wait();
        _log.TrimAsync(_writer, firstSeq, default).AsTask().Wait();
    }

    public HistoryPage Read(HistoryQuery query) => _reader.ReadAsync(Some.Room, query, default).AsTask().Result;

    /// <summary>All pages from here on, as a client would walk them.</summary>
    public IEnumerable<HistoryPage> Walk(HistoryQuery query)
    {
        while (true)
        {
            HistoryPage page = Read(query);
            yield return page;
            if (!page.HasMore)
                yield break;

            query = query.AfterSeq is null ? query with { BeforeSeq = page.FirstSeq } : query with { AfterSeq = page.LastSeq };
        }
    }
}
