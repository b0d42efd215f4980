using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;

namespace Streaming.Simulation.Checks;

/// <summary>
/// Follows one connection in one room: from each join ack it knows which event has to come next, by the log and by
/// nothing else.
/// </summary>
internal sealed class ListenerCheck(ConnectionHistory connection, ArchivedRoom room)
{
    private bool _listens;
    private bool _echo;
    private bool _promised;
    private bool _isKept;
    private Epoch _epoch;
    private long _next;

    /// <summary>A channel that nobody had published to: its first message says which epoch it is.</summary>
    private bool _hasNoEpoch;

    public Violation? Take(Observation seen)
    {
        switch (seen)
        {
            case Observation.Joined joined:
                return OnJoined(joined);
            case Observation.Left:
                _listens = false;
                return null;
            case Observation.Reset reset:
                return OnReset(reset);
            case Observation.Event e:
                return OnEvent(e);
            case Observation.Heard:
                return _listens ? null : new Violation.DeliveredUninvited(room.Room, 0, connection.Name);
            default:
                throw new InvalidOperationException($"{seen.GetType().Name} is not about one room.");
        }
    }

    /// <summary>Nothing happens any more: whoever still listens has everything up to <paramref name="head"/>.</summary>
    public Violation? AtQuiescence(Epoch? epoch, long head)
    {
        SkipOwn(head + 1);
        return _listens && _isKept && (_next <= head || (_epoch != epoch && !_hasNoEpoch))
            ? new Violation.NeverDelivered(room.Room, _next, head, connection.Name)
            : null;
    }

    private Violation? OnJoined(Observation.Joined joined)
    {
        RoomReply.Joined ack = joined.Ack;
        (_listens, _echo, _epoch, _isKept) = (true, joined.Echo, ack.Epoch, joined.IsKept);
        _promised = joined is { Recovered: true, Since: not null };
        _hasNoEpoch = ack.Seq == 0 && ChannelId.IsHostedBy(room.Room);
        if (!joined.IsKept)
            return null;

        if (joined.Since is not { } since)
        {
            _next = ack.Seq + 1;
            return null;
        }

        _next = (joined.Recovered ? since.Seq : ack.FirstSeq - 1) + 1;
        bool isKnown = since.Epoch is null || since.Epoch == ack.Epoch;
        if (joined.Recovered)
        {
            return isKnown && since.Seq >= ack.FirstSeq - 1
                ? null
                : new Violation.RecoveredButMissed(room.Room, since.Seq + 1, ack.FirstSeq, connection.Name);
        }

        if (!isKnown || since.Seq < ack.FirstSeq - 1)
            return null;

        // Without an epoch the position may be of one that is over.
        if (since.Epoch is null && room.Epochs.Count > 1)
            return null;

        // Told that it has not recovered, by a log that has lost what it had: the epoch ends with the next append.
        if (since.Seq > ack.Seq && room.Ever(ack.Epoch, since.Seq).Any(room.WasLost))
            return null;

        return since.Seq > ack.Seq
            ? new Violation.JoinWentBack(room.Room, since.Seq, ack.Seq, connection.Name)
            : new Violation.NotRecoveredThoughKept(room.Room, since.Seq, ack.FirstSeq, connection.Name);
    }

    private Violation? OnReset(Observation.Reset reset)
    {
        if (!_listens)
            return new Violation.DeliveredUninvited(room.Room, reset.Position, connection.Name);

        long expected = _next;

        // Others on the node may have known an earlier log of the channel: they are all told.
        bool mayBeNew = reset.Epoch != _epoch || (_hasNoEpoch && room.Epochs.Count > 1);
        bool isNewEpoch = mayBeNew && room.Epochs.Contains(reset.Epoch);
        (_epoch, _next, _promised, _hasNoEpoch) = (reset.Epoch, reset.Position + 1, false, false);
        return isNewEpoch || (_next > expected && _next <= reset.Kept)
            ? null
            : new Violation.ResetWithoutLoss(room.Room, expected, reset.Position, connection.Name);
    }

    private Violation? OnEvent(Observation.Event seen)
    {
        long seq = seen.What.Seq;
        if (!_listens)
            return new Violation.DeliveredUninvited(room.Room, seq, connection.Name);
        if (_hasNoEpoch)
            (_epoch, _hasNoEpoch) = (seen.Epoch, false);
        if (seen.Epoch != _epoch)
            return new Violation.EpochNotTold(room.Room, _epoch, seen.Epoch, connection.Name);
        if (room.Ever(_epoch, seq) is not { Count: > 0 } ever)
            return new Violation.DeliveredNotLogged(room.Room, seq, connection.Name);
        if (ever.FirstOrDefault(one => Equal(one, seen.What) || (room.WasRedacted(seq) && Equal(one.WithoutContent(), seen.What))) is not { } logged)
            return new Violation.ContentDiffers(room.Room, seq, connection.Name);

        SkipOwn(seq);
        if (seq < _next)
            return IsOwn(logged) ? new Violation.EchoedAnyway(room.Room, seq, connection.Name) : Disorder(seq);
        if (seq > _next)
            return Disorder(seq);
        if (IsOwn(logged))
            return new Violation.EchoedAnyway(room.Room, seq, connection.Name);

        _next++;
        return null;
    }

    private Violation Disorder(long seq) => seq < _next
        ? new Violation.DuplicateOrWrongOrder(room.Room, _next, seq, connection.Name)
        : _promised
            ? new Violation.RecoveredButMissed(room.Room, _next, seq, connection.Name)
            : new Violation.Gap(room.Room, _next, seq, connection.Name);

    private void SkipOwn(long until)
    {
        while (_next < until && room.Ever(_epoch, _next).Any(IsOwn))
            _next++;
    }

    private bool IsOwn(RoomEvent e) => !_echo && e is MessagePublished && connection.Id is { } id && e.Origin == id;

    public static bool Equal(RoomEvent a, RoomEvent b)
    {
        if (ReferenceEquals(a, b))
            return true;
        if (a is not MessagePublished x || b is not MessagePublished y)
            return a == b;

        var none = new MessageBody(default);
        return x with { Body = none } == y with { Body = none }
            && x.Body.Data.Span.SequenceEqual(y.Body.Data.Span)
            && x.Body.Metadata.Span.SequenceEqual(y.Body.Metadata.Span);
    }
}
