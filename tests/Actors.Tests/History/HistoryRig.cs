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
    private readonly PinReader _pins;
    private long _head;

    public ReadRoom Who { get; set; } = new() { By = Some.Ann, Request = default, IsPrivileged = true };

    public HistoryRig()
    {
        var fence = new InMemoryShardFence(shards: 1);
        _writer = new RoomWriter(Some.Room, default, ShardTerm.Next(0, "n1"));
        _ = fence.FenceAsync(default, _writer.Term, goesOnFrom: null, default).AsTask().Result;
        _log = new InMemoryRoomLog(fence);
        _reader = new HistoryReader(_log, AnswerAsync);
        _pins = new PinReader(_log, AnswerAsync);
    }

    public void Append(params ImmutableArray<RoomEvent> events)
    {
        if (_log.AppendAsync(new RoomAppend(_writer, Some.Epoch, _head, events), default).AsTask().Result != AppendResult.Appended)
            throw new InvalidOperationException("The log refused the test's own append.");

        _head = events[^1].Seq;
        State = events.Aggregate(State, static (state, e) => state.Apply(e));
    }

    /// <summary>Has the room decide, and logs what it decides.</summary>
    public RoomReply Do(RoomCommand command)
    {
        Decision decision = RoomActor.Decide(State, command, firstSeq: 1, Some.Noon.AddSeconds(_head));
        if (!decision.Events.IsEmpty)
            Append(decision.Events);
        return decision.Reply;
    }

    /// <summary>Something is done to a message by somebody who may do anything.</summary>
    public RoomReply Annotate(long seq, MessageAction action, string? text = null, UserId? by = null) => Do(new AnnotateMessage
    {
        By = by ?? Some.Ann, Request = Some.NewRequest(), IsPrivileged = true, Action = action, Target = new MessageTarget(State.Epoch, seq, Some.Ann),
        Body = action == MessageAction.Edit ? new MessageBody(Some.Json(text!)) : null,
        Reaction = action is MessageAction.AddReaction or MessageAction.RemoveReaction ? text : null,
    });

    private Task<RoomReply> AnswerAsync(RoomId room, RoomCommand command)
    {
        Asked.Add(command);
        OnAsked(command);
        if (Answers(command) is { } answer)
            return Task.FromResult(answer);
        if (command is ReadRoom && State.Head == 0)
            return Task.FromResult<RoomReply>(new RoomReply.Readable(Some.Epoch, FirstSeq: 1, LastSeq: 0));

        return Task.FromResult(RoomActor.Decide(State, command, firstSeq: 1, Some.Noon).Reply);
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

    /// <summary>The room's owner, for which whoever asks is privileged.</summary>
    public RoomState State { get; private set; } = RoomState.Absent(Some.Room, Some.Epoch);

    /// <summary>What the owner was asked.</summary>
    public List<RoomCommand> Asked { get; } = [];

    /// <summary>Called before the owner answers.</summary>
    public Action<RoomCommand> OnAsked { get; set; } = static _ => { };

    /// <summary>What the owner answers in place of the truth; null: the truth.</summary>
    public Func<RoomCommand, RoomReply?> Answers { get; set; } = static _ => null;

    public HistoryPage Read(HistoryQuery query) => Ask(query).Page ?? throw new InvalidOperationException("The owner refused.");

    public HistoryOutcome Ask(HistoryQuery query) => _reader.ReadAsync(Some.Room, Who, query, default).AsTask().Result;

    public PinsOutcome AskPins() =>
        _pins.ReadAsync(Some.Room, new ReadPins { By = Who.By, Request = default, IsPrivileged = Who.IsPrivileged }, default).AsTask().Result;

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
