using Google.Protobuf;
using StackExchange.Redis;

namespace Streaming.Redis.Peers;

/// <summary>Keeps the subscription alive, and knows whether it is.</summary>
public sealed partial class RedisPeerLink
{
    /// <summary>The one loop of the link; its end is awaited when the link is disposed.</summary>
    private async Task ProbeAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                SendProbe();
                await _wake.WaitAsync(_probe.IsDelivering ? _options.ProbeEvery : _options.ProbeEveryWhenQuiet, _stop.Token);

                // While Redis is away an attempt takes as long as Redis is given to answer; once it is back, none may be waited for.
                if ((_probe.FellQuiet() || _mustSubscribe) && _resubscribing.IsCompleted)
                    _resubscribing = ResubscribeAsync();
                if (_missed && _probe.IsDelivering)
                {
                    _missed = false;
                    Interrupt();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The link is disposed.
        }
    }

    private void SendProbe()
    {
        var frame = new Wire.Frame { Version = FrameVersion.Current, From = Self.Value, Life = Life, Probe = _probe.Next() };
        try
        {
            // Nobody waits: what matters is whether it comes back.
            _subscriber.PublishAsync(_keys.PeersOf(Self), frame.ToByteArray(), CommandFlags.FireAndForget);
        }
        catch (Exception e)
        {
            LogNotProbed(_logger, e);
        }
    }

    private async Task SubscribeAsync()
    {
        ChannelMessageQueue subscription = await _subscriber.SubscribeAsync(_keys.PeersOf(Self));
        subscription.OnMessage(message => Take(subscription, message.Message));
        _subscription = subscription;
    }

    /// <summary>The client's queue has no bound: it is emptied unread while it is too long, which takes no time.</summary>
    private void Take(ChannelMessageQueue subscription, RedisValue frame)
    {
        if (subscription.TryGetCount(out int waiting) && waiting > _options.MaxUnreadFrames)
        {
            Counters.OnOverrun();
            _missed = true;
            return;
        }

        _inbox.Take((ReadOnlyMemory<byte>)frame);
    }

    /// <summary>The connection for subscriptions may come up a moment after the one for commands.</summary>
    /// <exception cref="RedisServerException">Redis does not let this user subscribe: waiting does not help.</exception>
    private async Task FirstSubscribeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await SubscribeAsync();
                return;
            }
            catch (RedisConnectionException) when (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(_options.ProbeEveryWhenQuiet, _clock, cancellation);
            }
        }
    }

    /// <summary>Leaves and subscribes again: the client takes a subscription that it has for one that works.</summary>
    private async Task ResubscribeAsync()
    {
        LogFellQuiet(_logger, _options.QuietAfter.TotalSeconds);
        Counters.OnResubscribed();
        _mustSubscribe = true;
        try
        {
            if (_subscription is { } before)
                await before.UnsubscribeAsync().WaitAsync(_options.QuietAfter, _clock, _stop.Token);

            await SubscribeAsync().WaitAsync(_options.QuietAfter, _clock, _stop.Token);
            _mustSubscribe = false;
        }
        catch (Exception e)
        {
            // Tried again with the next probe.
            LogNotSubscribed(_logger, e);
        }
    }

    private void OnConnection(object? sender, ConnectionFailedEventArgs e)
    {
        if (e.ConnectionType != ConnectionType.Subscription)
            return;

        _probe.Break();
        _wake.Release();
    }
}
