using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;

namespace Streaming.Benchmarks.Load;

/// <summary>A client in a room, that holds the server to the order: each seq once, none left out.</summary>
internal sealed class Member : IDisposable
{
    private const string JoinId = "join";

    // The same id from the same user within five minutes is the same request, and runs follow each other faster.
    private readonly string _tag = Guid.NewGuid().ToString("n")[..16];
    private readonly LoadClient _client;
    private readonly Tally _tally;
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _room = "";
    private long _next;
    private long _sent;
    private Task _reading = Task.CompletedTask;

    public Member(Tally tally)
    {
        _tally = tally;
        _client = new LoadClient { OnText = OnText };
    }

    /// <summary>The last seq that arrived, or where it joined.</summary>
    public long Seq => Volatile.Read(ref _next) - 1;

    /// <summary>The room's head as the acks of this member tell it.</summary>
    public long AckedSeq { get; private set; }

    public long SentCount => Volatile.Read(ref _sent);

    /// <summary>Its own messages are spared to it, so its view of the order has holes and is not checked.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Called for each ack of a message, and for each refusal.</summary>
    public Action OnAnswer { get; set; } = static () => { };

    public void Dispose() => _client.Dispose();

    public async Task ConnectAsync(Uri url, string user, CancellationToken cancellation)
    {
        await _client.ConnectAsync(url, user, cancellation);
        _reading = ReadAsync(cancellation);
    }

    public async Task JoinAsync(string room, CancellationToken cancellation)
    {
        _room = room;
        string echo = IsQuiet ? ""","metadata":{"echo":false}""" : "";
        await _client.SendAsync($$"""{"type":"join","id":"{{JoinId}}","room_id":"{{room}}"{{echo}}}""", cancellation);
        await Task.WhenAny(_joined.Task, _reading);
        if (!_joined.Task.IsCompletedSuccessfully)
            throw new IOException($"A member could not join {room}.");
    }

    /// <param name="intended">When the message was meant to leave: a sender that is late counts its lateness in.</param>
    public Task PublishAsync(long intended, string text, CancellationToken cancellation) => _client.SendAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"type":"message","id":"{{{_tag}}}-{{{++_sent}}}","room_id":"{{{_room}}}","data":{"t":{{{intended}}},"text":"{{{text}}}"}}"""),
        cancellation);

    private async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            await _client.RunAsync(cancellation);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            _tally.Broken(e.Message);
        }
    }

    private void OnText(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> type = After(text, "\"type\":\""u8);
        if (type.StartsWith("ack\""u8))
            OnAck(text);
        else if (type.StartsWith("error\""u8))
            OnError(text);
        else if (text.LastIndexOf("\"seq\":"u8) is var at && at > 0 && Utf8Parser.TryParse(text[(at + 6)..], out long seq, out _) && text.StartsWith("{\"id\""u8))
            OnLogged(seq, text, isMessage: type.StartsWith("message\""u8));
    }

    private void OnAck(ReadOnlySpan<byte> text)
    {
        long seq = Utf8Parser.TryParse(After(text, "\"seq\":"u8), out long told, out _) ? told : 0;
        if (After(text, "\"id\":\""u8).StartsWith("join\""u8))
        {
            Volatile.Write(ref _next, seq + 1);
            _joined.TrySetResult();
            return;
        }

        AckedSeq = Math.Max(AckedSeq, seq);
        _tally.Acked();
        OnAnswer();
    }

    private void OnError(ReadOnlySpan<byte> text)
    {
        _tally.Refused(System.Text.Encoding.UTF8.GetString(text));
        OnAnswer();
    }

    private void OnLogged(long seq, ReadOnlySpan<byte> text, bool isMessage)
    {
        if (!IsQuiet && seq != _next)
            _tally.OutOfOrder(expected: _next, seq);

        Volatile.Write(ref _next, Math.Max(_next, seq + 1));
        if (isMessage && Utf8Parser.TryParse(After(text, "\"t\":"u8), out long intended, out _))
            _tally.Delivered(Stopwatch.GetElapsedTime(intended));
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark)
    {
        int at = text.IndexOf(mark);
        return at < 0 ? default : text[(at + mark.Length)..];
    }
}
