namespace Streaming.Chaos.Histories;

/// <summary>One message of a client: sent under one request id until it is acked.</summary>
/// <param name="text">What it says; no other message says the same.</param>
internal sealed class Publication(string user, string room, string id, string text, TimeSpan begunAt)
{
    private readonly Lock _gate = new();
    private (long Seq, string Epoch)? _ack;

    public string User => user;

    public string Room => room;

    public string Id => id;

    public string Text => text;

    public TimeSpan BegunAt => begunAt;

    /// <summary>Where the log has it, as its ack said; null while there is none.</summary>
    public (long Seq, string Epoch)? Ack
    {
        get
        {
            lock (_gate)
                return _ack;
        }
    }

    public void Acked(long seq, string epoch)
    {
        lock (_gate)
            _ack = (seq, epoch);
    }
}
