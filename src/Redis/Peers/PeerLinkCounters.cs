namespace Streaming.Redis.Peers;

/// <summary>What a node's link has done since it was made. Each number rises only.</summary>
public sealed class PeerLinkCounters
{
    private long _messagesSent;
    private long _framesSent;
    private long _bytesSent;
    private long _messagesReceived;
    private long _framesReceived;
    private long _dropped;
    private long _unsent;
    private long _unknownVersions;
    private long _malformed;
    private long _unknownKinds;
    private long _lateFrames;
    private long _overruns;
    private long _gaps;
    private long _interruptions;
    private long _resubscriptions;

    /// <summary>Messages to other nodes that Redis has taken.</summary>
    public long MessagesSent => Volatile.Read(ref _messagesSent);

    /// <summary>Publications that they left in.</summary>
    public long FramesSent => Volatile.Read(ref _framesSent);

    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Messages of other nodes that were given to the receiver.</summary>
    public long MessagesReceived => Volatile.Read(ref _messagesReceived);

    public long FramesReceived => Volatile.Read(ref _framesReceived);

    /// <summary>Messages that were dropped because too much waited for their node.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Messages that Redis has not confirmed: they may have arrived or not.</summary>
    public long Unsent => Volatile.Read(ref _unsent);

    /// <summary>Frames of a version that this release does not speak.</summary>
    public long UnknownVersions => Volatile.Read(ref _unknownVersions);

    /// <summary>Frames, or messages in them, that could not be read.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Messages of a kind that this release does not know: skipped.</summary>
    public long UnknownKinds => Volatile.Read(ref _unknownKinds);

    /// <summary>Frames that came twice or after a later one: dropped, since order is kept.</summary>
    public long LateFrames => Volatile.Read(ref _lateFrames);

    /// <summary>Frames that were not read because too many waited.</summary>
    public long Overruns => Volatile.Read(ref _overruns);

    /// <summary>How often a frame came and the one before it had not.</summary>
    public long Gaps => Volatile.Read(ref _gaps);

    /// <summary>How often <see cref="RedisPeerLink.Interrupted"/> was raised.</summary>
    public long Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>How often the subscription was made anew because nothing came any more.</summary>
    public long Resubscriptions => Volatile.Read(ref _resubscriptions);

    internal void OnSent(int messages, int bytes)
    {
        Interlocked.Add(ref _messagesSent, messages);
        Interlocked.Increment(ref _framesSent);
        Interlocked.Add(ref _bytesSent, bytes);
    }

    internal void OnReceived(int messages)
    {
        Interlocked.Add(ref _messagesReceived, messages);
        Interlocked.Increment(ref _framesReceived);
    }

    internal void OnDropped(int messages) => Interlocked.Add(ref _dropped, messages);

    internal void OnUnsent(int messages) => Interlocked.Add(ref _unsent, messages);

    internal void OnUnknownVersion() => Interlocked.Increment(ref _unknownVersions);

    internal void OnMalformed() => Interlocked.Increment(ref _malformed);

    internal void OnUnknownKind() => Interlocked.Increment(ref _unknownKinds);

    internal void OnLate() => Interlocked.Increment(ref _lateFrames);

    internal void OnOverrun() => Interlocked.Increment(ref _overruns);

    internal void OnGap() => Interlocked.Increment(ref _gaps);

    internal void OnInterrupted() => Interlocked.Increment(ref _interruptions);

    internal void OnResubscribed() => Interlocked.Increment(ref _resubscriptions);
}
