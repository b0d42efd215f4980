using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Webhooks;

internal sealed partial class WebhookDelivery
{
    private const int PageSize = 128;

    /// <summary>Events that were not for the webhook after which its offset is saved all the same: whoever comes next would read them again.</summary>
    private const int SaveAfterSkipped = 512;

    /// <summary>A store that fails is asked again after this time, and so is whether this node has its lease.</summary>
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    // Touched only in a turn.
    private DateTimeOffset _positionAt;
    private long _saved;
    private int _attempts;

    /// <summary>One post, or a look that found nothing to post.</summary>
    /// <returns>How long to wait before the next one; null: as soon as there is something.</returns>
    private async Task<TimeSpan?> StepAsync()
    {
        if (!_context.Holds(Shard))
            return StoreRetry;

        await LookUpIfAskedAsync();

        // What failed together may fail for one of them alone.
        WebhookBatch batch = await GatherAsync(_attempts == 0 ? Webhook.BatchSize : 1);
        if (batch.Events.IsEmpty)
        {
            Advance(batch);
            if (batch.Through - _saved >= SaveAfterSkipped)
                await SaveAsync(batch);
            return null;
        }

        NoteOldest(batch.Events[0].Timestamp);
        WebhookAnswer answer = await _context.Sender.SendAsync(Webhook, IdOf(batch), [.. batch.Events.Select(_context.Sender.Encode)], _stop);
        if (!answer.IsDelivered)
            return await OnFailedAsync(batch, answer);

        _lane.Counters.AddDelivered(batch.Events.Length);
        await PassAsync(batch);
        return null;
    }

    private async ValueTask LookUpIfAskedAsync()
    {
        lock (_gate)
        {
            if (!_mustLookUp)
                return;

            // Before it is done: should the room say meanwhile that it is not so, it is done again.
            _mustLookUp = false;
        }

        try
        {
            WebhookOffset? offset = await _context.Store.BeginAsync(Shard, Room, Webhook.Name, CancellationToken.None);
            LogPage end = await _context.Log.ReadAsync(Room, LogRange.Preceding(long.MaxValue, 1), CancellationToken.None);
            HasNoLog = end.Epoch is null;
            if (end.Epoch is { } epoch)
            {
                bool isKnown = offset?.Epoch == epoch;
                WebhookOffset start = isKnown ? offset!.Value : await DeliveryStart.FindAsync(_context.Log, Room, epoch, _lane.Since, offset);
                Place(start, end.LastSeq, isDeleted: end.Events is [var last] && IsDeletion(last));
            }
            else
            {
                PlaceWithoutLog(offset);
            }
        }
        catch (Exception)
        {
            lock (_gate)
                _mustLookUp = true;
            throw;
        }
    }

    private void Place(WebhookOffset start, long head, bool isDeleted)
    {
        lock (_gate)
        {
            if (_epoch != start.Epoch)
            {
                _recent.Clear();
                (_epoch, _head, _isDeleted) = (start.Epoch, head, false);
            }

            _isDeleted |= isDeleted;

            (_position, _positionAt, _saved, _head) = (start.Seq, start.Timestamp, start.Seq, Math.Max(_head, head));
        }
    }

    /// <summary>A room whose log was deleted as soon as it was written: what it committed last is here still.</summary>
    private void PlaceWithoutLog(WebhookOffset? offset)
    {
        lock (_gate)
        {
            _position = _recent.FirstSeq is { } first ? first - 1 : _head;
            if (_isDeleted && offset is { } known && known.Epoch == _epoch)
                NoteGone(_position - known.Seq);
            _saved = _position;
        }
    }

    /// <summary>What comes next, of the log and of what was raised.</summary>
    private async ValueTask<WebhookBatch> GatherAsync(int max)
    {
        (ImmutableArray<RoomEvent> events, Epoch epoch, long position, long head) = Recent();
        if (events.IsEmpty && head > position)
            (events, position) = await ReadAsync(epoch, position, head);

        ImmutableArray<(WebhookEvent Event, long After)> raised = Raised();
        var batch = ImmutableArray.CreateBuilder<WebhookEvent>();
        long through = position;
        DateTimeOffset at = _positionAt;
        int next = 0;
        foreach (RoomEvent e in events)
        {
            for (; next < raised.Length && raised[next].After < e.Seq && batch.Count < max; next++)
                batch.Add(raised[next].Event);
            WebhookEvent? told = WebhookEvent.Of(Room, epoch, e, Webhook.Events);
            if (batch.Count == max && (told is not null || next < raised.Length))
                return new WebhookBatch(batch.DrainToImmutable(), epoch, through, at);

            if (told is not null)
                batch.Add(told);
            through = e.Seq;
            at = e is EntryUnreadable ? at : e.Timestamp;
        }

        // At the end of the log everything has its turn: what it was raised after may have been lost with a store.
        bool isAtEnd = through >= Recent().Head;
        for (; next < raised.Length && batch.Count < max && (isAtEnd || raised[next].After <= through); next++)
            batch.Add(raised[next].Event);
        return new WebhookBatch(batch.DrainToImmutable(), epoch, through, at);
    }

    private (ImmutableArray<RoomEvent> Events, Epoch Epoch, long Position, long Head) Recent()
    {
        lock (_gate)
            return (_recent.After(_position), _epoch, _position, _head);
    }

    private ImmutableArray<(WebhookEvent Event, long After)> Raised()
    {
        lock (_gate)
            return [.. _raised];
    }

    /// <summary>A page of the log, and the seq before it: later than where the delivery is, where the log was trimmed meanwhile.</summary>
    private async ValueTask<(ImmutableArray<RoomEvent> Events, long Position)> ReadAsync(Epoch epoch, long position, long head)
    {
        LogPage page = await _context.Log.ReadAsync(Room, LogRange.Following(position, PageSize), CancellationToken.None);
        HasNoLog = page.Epoch is null;
        bool isOther = page.Epoch != epoch;
        if (!isOther && page.FirstSeq > position + 1)
        {
            long lost = page.FirstSeq - position - 1;
            _lane.Counters.AddLost(lost);
            LogTrimmed(_context.Logger, Webhook.Name, Room, lost);
            position = page.FirstSeq - 1;
        }

        if (isOther || page.Events.IsEmpty)
            TakeEnd(page, position, head, isOther);
        return (isOther ? [] : page.Events, position);
    }

    /// <summary>The log ends before where the room said, or is another one. Unless the room has said something new meanwhile, the log is right.</summary>
    private void TakeEnd(LogPage page, long position, long head, bool isOther)
    {
        lock (_gate)
        {
            if (_head == head)
            {
                if (page.Epoch is null && _isDeleted)
                {
                    NoteGone(head - position);
                    _attempts = 0;
                }

                _head = page.LastSeq;
            }

            _mustLookUp |= isOther && page.Epoch is not null;
        }
    }

    private async ValueTask<TimeSpan?> OnFailedAsync(WebhookBatch batch, WebhookAnswer answer)
    {
        DateTimeOffset now = _context.Clock.GetUtcNow();
        _lane.Counters.Note(answer.Problem!, now);
        _attempts++;
        WebhookEvent first = batch.Events[0];
        bool isOver = _attempts >= Webhook.MaxAttempts || now - first.Timestamp >= Webhook.MaxAge;
        if (isOver && batch.Events.Length == 1)
        {
            await BuryAsync(first, answer.Problem!, now);
            await PassAsync(batch);
            return null;
        }

        // The next try reads the log again: what was deleted there meanwhile is not to be sent.
        lock (_gate)
            _recent.Clear();
        _lane.Counters.AddRetried();
        return Backoff(answer.RetryAfter);
    }

    private async ValueTask BuryAsync(WebhookEvent e, string problem, DateTimeOffset now)
    {
        var letter = new DeadLetter(e.Id, e.Type, Room, e.Timestamp, _attempts, problem, now)
        {
            Logged = e.Logged is { } logged ? new MessageId(e.Epoch, logged.Seq) : null,
            Content = e.Logged is null ? _context.Sender.Encode(e) : default,
        };
        string id = await _context.Store.AddDeadAsync(Webhook.Name, letter, Webhook.MaxDead, CancellationToken.None);
        _lane.Counters.AddDead();
        LogBuried(_context.Logger, Webhook.Name, Room, e.Id, _attempts, problem, id);
    }

    /// <summary>Twice as long with each failure, less a part at random: rooms that failed together come back one by one.</summary>
    private TimeSpan Backoff(TimeSpan? asked)
    {
        // As a number: a time would overflow.
        double most = Webhook.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(_attempts - 1, 30));
        TimeSpan longest = TimeSpan.FromSeconds(Math.Min(most, Webhook.MaxRetryDelay.TotalSeconds));
        double part = 0.5 + ((_context.Entropy.NextUInt64() >> 11) * (0.5 / (1UL << 53)));
        TimeSpan wait = longest * part;
        return asked is { } named && named > wait ? (named < Webhook.MaxRetryDelay ? named : Webhook.MaxRetryDelay) : wait;
    }

    /// <summary>Done with these, delivered or dead.</summary>
    private async ValueTask PassAsync(WebhookBatch batch)
    {
        _attempts = 0;
        Advance(batch);
        if (batch.Through > _saved)
            await SaveAsync(batch);
    }

    private void Advance(WebhookBatch batch)
    {
        lock (_gate)
        {
            _position = Math.Max(_position, batch.Through);
            _positionAt = batch.ThroughAt;
            _recent.Forget(_position);
            _raised.RemoveAll(one => batch.Events.Contains(one.Event));
            _oldest = null;
        }
    }

    private async ValueTask SaveAsync(WebhookBatch batch)
    {
        try
        {
            await _context.Store.SaveOffsetAsync(
                Shard, Room, Webhook.Name, new WebhookOffset(batch.Epoch, batch.Through, batch.ThroughAt), CancellationToken.None);
            _saved = batch.Through;
        }
        catch (Exception e)
        {
            // It is further on in memory, and the next offset says this one too. Should the node end before, some events come twice.
            LogOffsetNotSaved(_context.Logger, e, Webhook.Name, Room, batch.Through);
        }
    }

    private void NoteOldest(DateTimeOffset at)
    {
        lock (_gate)
            _oldest = at;
    }

    /// <summary>Tells posts of one event from those of several that begin with it.</summary>
    private static string IdOf(WebhookBatch batch) =>
        batch.Events.Length == 1 ? batch.Events[0].Id : string.Create(null, $"{batch.Events[0].Id}+{batch.Events.Length - 1}");
}
