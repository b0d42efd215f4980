using System.Buffers;
using Streaming.Transport.WebSockets.Compression;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// Puts messages together from frames (RFC 6455, section 5.4), with control frames in between. Holds a pooled
/// buffer while a message is incomplete or being handled, and none otherwise.
/// <para>
/// Whether a text message is UTF-8 is not looked at here: what is no valid message is answered as such, and not
/// a violation (docs/protocol.md).
/// </para>
/// </summary>
/// <param name="maxMessageBytes">A message above this is <see cref="Received.TooLarge"/> as soon as a header says so.</param>
/// <param name="takesCompressed">Whether messages may be compressed, as was agreed on in the handshake.</param>
internal sealed class MessageReader(int maxMessageBytes, bool takesCompressed = false)
{
    private readonly FrameReader _frame = new(takesCompressed);
    private bool _inFrame;
    private bool _inMessage;
    private bool _discarding;
    private bool _delivered;
    private bool _isCompressed;
    private byte[]? _buffer;
    private int _length;
    private byte[] _control = [];
    private int _controlLength;

    /// <summary>After <see cref="Received.Message"/>: the whole message, in one piece, until the next read.</summary>
    public ReadOnlyMemory<byte> Message => _buffer.AsMemory(0, _length);

    public bool IsText { get; private set; }

    /// <summary>After ping, pong and close: its payload, at most 125 bytes.</summary>
    public ReadOnlyMemory<byte> Control => _control.AsMemory(0, _controlLength);

    /// <summary>Whether a message has begun and not ended, so that memory is held for it.</summary>
    public bool IsInMessage => _length > 0 && !_delivered;

    /// <summary>After <see cref="Received.Violation"/>: the rule that was broken.</summary>
    public string Violation { get; private set; } = "";

    /// <summary>From now on messages are passed over, whatever their size, and no buffer is held; only control frames are reported.</summary>
    public void Discard()
    {
        _discarding = true;
        ReleaseMessage();
    }

    /// <summary>
    /// Takes bytes off the front of <paramref name="input"/> until something is whole. Call again until it says
    /// <see cref="Received.Nothing"/>; all of <paramref name="input"/> but the start of a header is consumed then.
    /// </summary>
    public Received Read(ref ReadOnlySequence<byte> input)
    {
        if (_delivered)
            ReleaseMessage();
        while (true)
        {
            if (!_inFrame)
            {
                switch (_frame.ReadHeader(ref input))
                {
                    case HeaderStatus.Incomplete:
                        return Received.Nothing;
                    case HeaderStatus.Violation:
                        return Fail(_frame.Violation);
                    case HeaderStatus.Complete:
                        _inFrame = true;
                        if (BeginFrame(_frame.Header) is var begun and not Received.Nothing)
                            return begun;
                        break;
                }
            }

            ReadPayload(ref input);
            if (_frame.Remaining > 0)
                return Received.Nothing;
            _inFrame = false;
            if (EndFrame(_frame.Header) is var ended and not Received.Nothing)
                return ended;
        }
    }

    private Received BeginFrame(in FrameHeader header)
    {
        if (header.IsControl)
        {
            _controlLength = 0;
            if (_control.Length < header.PayloadLength)
                _control = new byte[header.PayloadLength];
            return Received.Nothing;
        }
        if (header.Opcode == Opcode.Continuation && !_inMessage)
            return Fail("continuation frame without a message");
        if (header.Opcode != Opcode.Continuation && _inMessage)
            return Fail("new message before the end of another");
        if (!_inMessage)
            (IsText, _isCompressed) = (header.Opcode == Opcode.Text, header.IsCompressed);
        _inMessage = true;
        return !_discarding && header.PayloadLength > maxMessageBytes - _length ? Received.TooLarge : Received.Nothing;
    }

    private void ReadPayload(ref ReadOnlySequence<byte> input)
    {
        var count = _frame.Available(input);
        if (_frame.Header.IsControl)
        {
            _frame.ReadPayload(ref input, _control.AsSpan(_controlLength, count));
            _controlLength += count;
        }
        else if (_discarding)
        {
            _frame.SkipPayload(ref input, count);
        }
        else if (count > 0)
        {
            _frame.ReadPayload(ref input, Reserve(count));
        }
    }

    private Received EndFrame(in FrameHeader header)
    {
        switch (header.Opcode)
        {
            case Opcode.Ping:
                return Received.Ping;
            case Opcode.Pong:
                return Received.Pong;
            case Opcode.Close:
                return Received.Close;
            case Opcode.Continuation or Opcode.Text or Opcode.Binary:
                if (!header.Final)
                    return Received.Nothing;
                _inMessage = false;
                if (_discarding)
                    return Received.Nothing;
                _delivered = true;
                return _isCompressed ? Inflate() : Received.Message;
            default:
                throw new InvalidOperationException($"The header was accepted with opcode {header.Opcode}.");
        }
    }

    private Received Inflate()
    {
        Inflater.Tail.CopyTo(Reserve(Inflater.Tail.Length));
        var result = Inflater.Inflate(_buffer!, _length, maxMessageBytes, out var message, out int length);
        ReleaseMessage();
        if (result == Received.Violation)
            return Fail("no deflate stream in a compressed message");
        if (result == Received.Message)
            (_buffer, _length, _delivered) = (message, length, true);
        return result;
    }

    // Grows with what has arrived, not with what a header promises: a header costs its sender nothing.
    private Span<byte> Reserve(int count)
    {
        var needed = _length + count;
        if (_buffer is null || _buffer.Length < needed)
        {
            var grown = ArrayPool<byte>.Shared.Rent(_buffer is null ? needed : Math.Max(needed, _buffer.Length * 2));
            if (_buffer is not null)
            {
                _buffer.AsSpan(0, _length).CopyTo(grown);
                ArrayPool<byte>.Shared.Return(_buffer);
            }
            _buffer = grown;
        }
        var place = _buffer.AsSpan(_length, count);
        _length = needed;
        return place;
    }

    private void ReleaseMessage()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _length = 0;
        _delivered = false;
    }

    private Received Fail(string rule)
    {
        Violation = rule;
        return Received.Violation;
    }
}
