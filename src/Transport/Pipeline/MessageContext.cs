using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>One message on its way through the pipeline.</summary>
public sealed class MessageContext : IDisposable
{
    private readonly IMessageDestination _destination;
    private readonly ClientMessage? _envelope;
    private ClientMessage? _message;
    private MessageContent? _content;
    private MessageText? _text;

    /// <param name="envelope">
    /// Of a REST request: type, room and id, which then do not stand in <paramref name="bytes"/>. Null for a WebSocket message.
    /// </param>
    internal MessageContext(
        Principal principal,
        UserId user,
        ConnectionId connection,
        ReadOnlyMemory<byte> bytes,
        bool isText,
        IMessageDestination destination,
        ClientMessage? envelope = null)
    {
        Principal = principal;
        User = user;
        Connection = connection;
        Bytes = bytes;
        IsText = isText;
        _destination = destination;
        _envelope = envelope;
        Id = envelope?.Id;
        Room = envelope?.Room;
    }

    /// <summary>Who sends, as authentication found it.</summary>
    public Principal Principal { get; }

    /// <summary>The user this is done as: the principal's, or that of a resumed guest session.</summary>
    public UserId User { get; }

    /// <summary>The connection it came by; default for REST.</summary>
    public ConnectionId Connection { get; }

    /// <summary>What the sender's address is counted under; null where there is none.</summary>
    internal string? Address { get; init; }

    /// <summary>The message as it came. May not be kept.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>False for a binary WebSocket message.</summary>
    public bool IsText { get; }

    /// <summary>The request's id, as soon as it is known; known for every message that has a readable one, valid or not.</summary>
    public RequestId? Id { get; private set; }

    /// <summary>The room addressed, as soon as it is known.</summary>
    public RoomId? Room { get; private set; }

    /// <summary>The channel or pattern addressed, as soon as the message is known.</summary>
    internal string? Channel => _message?.AddressedChannel;

    /// <summary>The message, its envelope checked.</summary>
    /// <exception cref="InvalidOperationException">The stage that reads it has not run yet.</exception>
    public ClientMessage Message => _message ?? throw new InvalidOperationException("The message has not been read yet.");

    /// <summary>What the user is about to say; null for a request that says nothing in a room or channel.</summary>
    internal MessageContent? Content => _content ??= MessageContent.Of(this);

    /// <summary>Whether the bytes are the body of a REST request, whose address says the rest.</summary>
    internal bool IsBodyOnly => _envelope is not null;

    /// <summary>Whether the message turned out to be no message at all.</summary>
    internal bool IsMalformed { get; private set; }

    /// <summary>Whether the message has been read and is one.</summary>
    internal bool IsWellFormed => _message is not null && !IsMalformed;

    /// <summary>Puts other content in the place of what the client sent.</summary>
    /// <param name="data">One JSON value in UTF-8; must not change any more.</param>
    /// <exception cref="ArgumentException">It is not valid JSON: sent on, it would break every listener.</exception>
    public void RewriteData(ReadOnlyMemory<byte> data)
    {
        if (!JsonText.IsOneValue(data.Span))
            throw new ArgumentException("is not one JSON value", nameof(data));
        _message = Message with { Data = Message.Event == ClientEvent.Edited ? EditedContent.Replace(Message.Data, data) : data };
        _content = null;
    }

    /// <summary>Puts other metadata in the place of what the client sent.</summary>
    /// <param name="metadata">A JSON object in UTF-8, which must not change any more; or empty.</param>
    /// <exception cref="ArgumentException">It is no valid JSON object: sent on, it would break every listener.</exception>
    public void RewriteMetadata(ReadOnlyMemory<byte> metadata)
    {
        if (!metadata.IsEmpty && (metadata.Span.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..] || !JsonText.IsOneValue(metadata.Span)))
            throw new ArgumentException("is not a JSON object", nameof(metadata));
        _message = Message with { Metadata = metadata };
        _content = null;
    }

    /// <summary>Gives back what was lent to the pipeline for this message. What came out of the pipeline goes on without it.</summary>
    public void Dispose()
    {
        if (_text is null)
            return;
        MessageText.GiveBack(_text);
        _text = null;
    }

    /// <summary>The text of this message's content: read once, and again when the content has become another.</summary>
    internal MessageText TextOf(ReadOnlyMemory<byte> data)
    {
        _text ??= MessageText.Borrow();
        _text.Read(data);
        return _text;
    }

    /// <summary>Reads the envelope: <see cref="Id"/> and <see cref="Room"/> are known from then on where they can be read.</summary>
    internal ClientMessageReading Read()
    {
        var reading = _envelope is null
            ? ClientMessageReader.Read(Bytes)
            : ClientMessageReader.ReadBody(Bytes, _envelope);
        (Id, Room, _message) = (reading.Id, reading.Room, reading.Message);
        return reading;
    }

    internal void MarkMalformed() => IsMalformed = true;

    /// <summary>The end of the pipeline: the message is carried out.</summary>
    internal ValueTask RouteAsync() => _destination.AcceptAsync(Message);
}
