using System.Text.Json;
using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Clients;

/// <summary>One room as one client knows it: up to which event it has it, who is there, and whether the client is in it now.</summary>
internal sealed class RoomView(string room, Recorder recorder)
{
    private readonly Lock _gate = new();
    private (long Seq, string Epoch)? _position;
    private Listening? _listening;

    public string Room => room;

    public Entrance Entrance { get; } = new();

    public Roster Roster { get; } = new();

    /// <summary>The last event that it has, and the epoch of the log which that belongs to; null before the first join.</summary>
    public (long Seq, string Epoch)? Position
    {
        get
        {
            lock (_gate)
                return _position;
        }
    }

    /// <summary>The ack of a join, or a room's part of the ack of a resume.</summary>
    /// <param name="since">What the client said it has.</param>
    public void Enter(JsonElement ack, (long Seq, string Epoch)? since, Listening listening)
    {
        var entered = new Heard.Entered(
            recorder.Clock.Now, since?.Seq, since?.Epoch, ack.IsTrue("recovered"),
            ack.NumberOf("seq")!.Value, ack.NumberOf("first_seq")!.Value, ack.TextOf("epoch")!);
        _listening = listening;
        listening.Add(entered);
        SetPosition(since is null ? entered.Seq : entered.Recovered ? since.Value.Seq : entered.FirstSeq - 1, entered.Epoch);
    }

    public void Hear(JsonElement e, long seq)
    {
        string epoch = JsonReading.EpochOf(e.TextOf("id")!);
        string type = e.TextOf("type")!;
        string content = type == "message"
            ? $"{e.TextOf("user_id")}: {e.TextOf("data")}"
            : $"{type}/{e.TextOf("event")} of {e.TextOf("user_id")}";
        if (_listening is null)
            recorder.Violate(ViolationKind.OutOfOrder, $"event {seq} of {room} came before its join ack");
        _listening?.Add(new Heard.Event(recorder.Clock.Now, seq, epoch, content));
        SetPosition(seq, epoch);
    }

    public void Reset(JsonElement data)
    {
        var reset = new Heard.Reset(recorder.Clock.Now, data.NumberOf("seq")!.Value, data.TextOf("epoch")!);
        _listening?.Add(reset);
        SetPosition(reset.Seq, reset.Epoch);
    }

    /// <summary>The connection is gone.</summary>
    public void Leave()
    {
        Entrance.Close();
        _listening = null;
    }

    private void SetPosition(long seq, string epoch)
    {
        lock (_gate)
            _position = (seq, epoch);
    }
}
