using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

internal sealed partial class RoomFeed
{
    private void Handle(List<FeedInput> inputs, ref int next)
    {
        switch (inputs[next])
        {
            case FeedInput.Committed:
                HandleCommitted(inputs, ref next);
                return;
            case FeedInput.Attached attached:
                next++;
                Attach(attached);
                return;
            case FeedInput.Followed followed:
                next++;
                GoLive(followed.Member);
                return;
            case FeedInput.Detached detached:
                next++;
                Detach(detached.Member);
                detached.Done?.TrySetResult();
                return;
            case FeedInput.Raised raised:
                next++;
                _audience.Deliver(raised.Signal);
                return;
            case FeedInput.HeadTold told:
                next++;
                OnHeadTold(told);
                return;
            case FeedInput.Healed healed:
                next++;
                OnHealed(healed.Page, healed.All);
                return;
            case FeedInput.Replayed replayed:
                next++;
                OnReplayed(replayed.Member, replayed.Page);
                return;
            case FeedInput.ReplayFailed failed:
                next++;
                _audience.LetGo(failed.Member, failed.Why);
                return;
            case FeedInput.HealAsked:
                next++;
                _healsAll = true;
                Heal();
                return;
            case FeedInput.RetryDue:
                next++;
                ReadAgain();
                return;
            default:
                throw new InvalidOperationException($"A feed does not know {inputs[next++].GetType().Name}.");
        }
    }

    private void Attach(FeedInput.Attached attached)
    {
        FeedMember member = attached.Member;
        if (member.State != FeedMemberState.Opened)
            return;

        long heard = member.Listener.OnAttached(attached.Epoch);
        if (attached.Epoch == default && _epoch is null)
        {
            // There is no log yet. Whoever begins it says under which epoch, and is heard from the beginning.
            _beginsWithLog = true;
            GoLive(member);
            return;
        }

        Epoch epoch = attached.Epoch == default ? _epoch!.Value : attached.Epoch;
        (member.Epoch, member.Position, member.Head) = (epoch, Math.Max(attached.Position, heard), attached.Head);

        // The feed begins at the head, not at what its first listener happens to miss: a replay has to wait for
        // the listener's outbox, and live events do not.
        if (_epoch is null)
            BeginAt(attached.Epoch, attached.Head);
        if (_beginsWithLog && _position < attached.Head)
        {
            _knownHead = Math.Max(_knownHead, attached.Head);
            Heal();
        }

        if (member.Epoch == _epoch && member.Position >= _position)
        {
            _audience.AddLive(member);
        }
        else
        {
            _audience.AddBehind(member);
            ReadFor(member);
        }
    }

    private void Detach(FeedMember member)
    {
        bool wasAttached = member.State is FeedMemberState.CatchingUp or FeedMemberState.Live;
        _audience.Remove(member);
        if (wasAttached)
            member.Listener.OnDetached();
    }

    private void GoLive(FeedMember member)
    {
        if (member.State != FeedMemberState.Opened)
            return;

        // Told nothing yet: whatever comes first is what it hears first.
        (member.Epoch, member.Position) = (_epoch ?? default, _epoch is null ? 0 : _position);
        _audience.AddLive(member);
    }

    /// <summary>Joins what follows seamlessly into one batch: the more gathered, the fewer writes to each socket.</summary>
    private void HandleCommitted(List<FeedInput> inputs, ref int next)
    {
        var first = (FeedInput.Committed)inputs[next];
        int end = next + 1;
        long lastSeq = first.Events[^1].Seq;
        while (end < inputs.Count && inputs[end] is FeedInput.Committed more && more.Epoch == first.Epoch && more.Events[0].Seq == lastSeq + 1)
        {
            lastSeq = more.Events[^1].Seq;
            end++;
        }

        ImmutableArray<RoomEvent> run = end == next + 1
            ? first.Events
            : [.. inputs[next..end].SelectMany(input => ((FeedInput.Committed)input).Events)];
        next = end;
        while (!run.IsEmpty)
        {
            FeedBatch batch = FeedBatches.First(Room, first.Epoch, run);
            run = run[batch.Events.Length..];
            OnCommitted(batch);
        }
    }

    private void OnCommitted(FeedBatch batch)
    {
        // Nobody has told a position yet: whoever attaches below this one is served from the log.
        if (_epoch is null)
            BeginAt(batch.Epoch, batch.FirstSeq - 1);

        if (batch.Epoch != _epoch || batch.FirstSeq > _position + 1)
        {
            _knownHead = Math.Max(_knownHead, batch.LastSeq);
            Heal();
        }
        else if (batch.LastSeq > _position)
        {
            Advance(batch.FirstSeq == _position + 1 ? batch : batch.After(_position));
        }
    }

    private void OnHeadTold(FeedInput.HeadTold told)
    {
        // As in OnCommitted: nobody is served yet, and whoever attaches below the head reads up to it.
        if (_epoch is null)
            BeginAt(told.Epoch, told.Head);

        if (told.Epoch == _epoch && told.Head <= _position)
            return;

        _knownHead = Math.Max(_knownHead, told.Head);
        Heal();
    }

    private void BeginAt(Epoch epoch, long position) => (_epoch, _position) = (epoch, _beginsWithLog ? 0 : position);

    private void Advance(FeedBatch batch)
    {
        _position = batch.LastSeq;
        _audience.Deliver(batch);
    }

    [LoggerMessage(1, LogLevel.Error, "Feed of room {RoomId}: a turn failed")]
    private static partial void LogTurnFailed(ILogger logger, Exception e, RoomId roomId);

    [LoggerMessage(2, LogLevel.Warning, "Feed of room {RoomId}: the log cannot be read; listeners wait")]
    private static partial void LogReadFailed(ILogger logger, Exception e, RoomId roomId);

    [LoggerMessage(4, LogLevel.Error, "Feed of room {RoomId}: a listener threw; where it missed events its connection is closed")]
    private static partial void LogListenerThrew(ILogger logger, Exception e, RoomId roomId);

    [LoggerMessage(3, LogLevel.Warning, "Feed of room {RoomId}: goes on in epoch {Epoch} from seq {Seq}; listeners are told to start anew")]
    private static partial void LogReset(ILogger logger, RoomId roomId, Epoch epoch, long seq);
}
