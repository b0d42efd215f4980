using StackExchange.Redis;
using Streaming.Actors.Limits;

namespace Streaming.Redis.Limits;

/// <summary>The life that places hang on: begun with all that are known, and renewed for as long as there are any.</summary>
public sealed partial class RedisConnectionCounts
{
    private const int MaxAnnouncedAtOnce = 200;

    // Guarded by the gate.
    private string? _life;
    private string? _run;
    private Task<string>? _announcing;
    private bool _isRenewing;

    /// <summary>The one before, that may still hold something.</summary>
    private string _ended = "";
    private int _lives;

    /// <summary>Those that another node had when they were told: asked for again as long as they are here.</summary>
    private List<ConnectionPlace> _passedOver = [];

    /// <summary>The life to take places in; begins one if there is none.</summary>
    private Task<string> LifeAsync()
    {
        lock (_gate)
        {
            RenewUnderGate();
            return _life is { } life ? Task.FromResult(life) : _announcing ??= AnnounceAsync($"{_name}.{_lives + 1}");
        }
    }

    // To the end of the last place, and of what is owed.
    private void RenewUnderGate()
    {
        if (_isRenewing)
            return;
        _isRenewing = true;
        _ = RenewAsync();
    }

    /// <summary>Redis knows nothing of it, or has forgotten some of it.</summary>
    private void EndLife(string life)
    {
        lock (_gate)
        {
            if (_life == life)
                EndLifeUnderGate();
        }
    }

    private void EndLifeUnderGate()
    {
        if (_life is { } life)
            (_ended, _life) = (life, null);
    }

    private async Task<string> AnnounceAsync(string life)
    {
        await Task.Yield();
        try
        {
            string run = "";
            List<ConnectionPlace> passedOver = [];
            foreach (ConnectionPlace[] places in Known().Chunk(MaxAnnouncedAtOnce).DefaultIfEmpty([]))
                (run, passedOver) = await TellAsync(places, life, _lease, _ended, passedOver);

            lock (_gate)
                (_life, _run, _lives, _ended, _announcing, _passedOver) = (life, run, _lives + 1, "", null, passedOver);
            return life;
        }
        catch
        {
            // Under the same name next time: nothing is lost by saying it twice.
            lock (_gate)
                _announcing = null;
            throw;
        }
    }

    // In the life that has begun, and not after it.
    private async Task TellAgainAsync(string life)
    {
        ConnectionPlace[] again;
        lock (_gate)
            again = _life == life ? [.. _passedOver.Where(place => _places.ContainsKey(place.Connection))] : [];
        if (again.Length == 0)
            return;

        List<ConnectionPlace> passedOver = [];
        foreach (ConnectionPlace[] places in again.Chunk(MaxAnnouncedAtOnce))
            (_, passedOver) = await TellAsync(places, life, TimeSpan.Zero, "", passedOver);
        lock (_gate)
        {
            if (_life == life)
                _passedOver = passedOver;
        }
    }

    private async Task<(string Run, List<ConnectionPlace> PassedOver)> TellAsync(
        ConnectionPlace[] places, string life, TimeSpan lease, string ended, List<ConnectionPlace> passedOver)
    {
        RedisValue[] values = [life, (long)lease.TotalMilliseconds, ended, .. places.SelectMany(ValuesOf)];
        var reply = (RedisResult[])(await _redis.RunAsync(AnnounceScript, _keys, values))!;
        passedOver.AddRange(reply.Skip(1).Select(number => places[(int)number]));
        OweThoseThatWent(places);
        return ((string)reply[0]!, passedOver);
    }

    private ConnectionPlace[] Known()
    {
        lock (_gate)
            return [.. _places.Values];
    }

    // Given back while Redis was told of them, and maybe before it was.
    private void OweThoseThatWent(ConnectionPlace[] places)
    {
        lock (_gate)
        {
            foreach (ConnectionPlace place in places)
            {
                if (!_places.ContainsKey(place.Connection))
                    OweUnderGate(place);
            }
        }
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(_renew, _clock, _stopped.Token);
                if (EndsRenewing())
                    return;
                await RenewOnceAsync();
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // The node says elsewhere that Redis is away. When it is back, what it has forgotten is told.
            }
        }
    }

    private bool EndsRenewing()
    {
        lock (_gate)
        {
            if (_places.Count > 0 || _owed.Count > 0)
                return false;
            _isRenewing = false;
            return true;
        }
    }

    private async Task RenewOnceAsync()
    {
        string life = await LifeAsync();
        RedisResult[] reply;
        do
        {
            reply = (RedisResult[])(await _redis.RunAsync(RenewScript, _keys, [life, (long)_lease.TotalMilliseconds]))!;
        }
        while ((int)reply[0] == 1 && (int)reply[2] == 1);

        // Another run of the server may be one that has lost its last moments.
        if ((int)reply[0] == 0 || (string)reply[1]! != RunNow())
        {
            EndLife(life);
            await LifeAsync();
        }
        else
        {
            await TellAgainAsync(life);
        }

        lock (_gate)
        {
            if (_owed.Count > 0 && _givingBack.IsCompleted)
                _givingBack = GiveBackAsync();
        }
    }

    private string? RunNow()
    {
        lock (_gate)
            return _run;
    }
}
