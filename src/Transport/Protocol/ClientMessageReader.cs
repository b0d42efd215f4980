using System.Text.Json;
using System.Text.Unicode;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Protocol;

/// <summary>
/// Reads a client's message in one pass over its bytes. Never throws, whatever the bytes are: the outcome says
/// what is wrong, in words for the developer on the other side. After a field that is wrong it reads on, because
/// the <c>id</c> may come later, and a request with an id is answered under that id.
/// <para>
/// A field that is <c>null</c> counts as absent (many serializers write those), except <c>data</c>, where null is a value.
/// </para>
/// </summary>
internal static class ClientMessageReader
{
    /// <summary>Levels of objects and arrays, the message itself included. Deeper ones exist to exhaust somebody's stack.</summary>
    public const int MaxDepth = 64;

    /// <summary>Longest <c>thread_id</c>, <c>content_type</c> and <c>epoch</c>, in characters.</summary>
    public const int MaxLabelLength = 128;

    /// <param name="message">UTF-8 JSON of any content; the message that comes out holds slices of it.</param>
    public static ClientMessageReading Read(ReadOnlyMemory<byte> message)
    {
        var scan = new Scan(message);
        var reading = scan.Run();
        if (reading.Message is not { } read)
            return reading;
        return ClientMessageShape.Problem(read) is { } problem ? reading with { Message = null, Problem = problem } : reading;
    }

    /// <summary>
    /// Reads the body of a REST request, which is a message without its address: type, room and id come from
    /// <paramref name="envelope"/>, and are ignored in the body.
    /// </summary>
    public static ClientMessageReading ReadBody(ReadOnlyMemory<byte> body, ClientMessage envelope)
    {
        var scan = new Scan(body) { Envelope = envelope };
        return scan.Run();
    }

    private ref struct Scan(ReadOnlyMemory<byte> message)
    {
        // In UTF-8 a character takes 3 bytes at most per UTF-16 unit, and escaped 6.
        private const int MaxBytesPerCharacter = 6;

        private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };

        private Utf8JsonReader _json = new(message.Span, Strict);
        private uint _seen;
        private string? _problem;

        private ClientMessageType? _type;
        private ClientEvent _event;
        private RequestId? _id;
        private RoomId? _room;
        private string? _channel;
        private ReadOnlyMemory<byte> _data;
        private ReadOnlyMemory<byte> _metadata;
        private string? _contentType;
        private string? _threadId;
        private long? _since;
        private string? _epoch;

        public ClientMessage? Envelope { get; init; }

        public ClientMessageReading Run()
        {
            if (!Utf8.IsValid(message.Span))
                Fail("the message is not valid UTF-8");
            try
            {
                ReadObject();
            }
            catch (JsonException)
            {
                // Where the reader stands on a bracket, its depth is that of what surrounds it.
                Fail(_json.CurrentDepth >= MaxDepth - 1
                    ? $"the message is nested deeper than {MaxDepth} levels"
                    : $"the message is not valid JSON, near byte {_json.BytesConsumed}");
            }

            var id = Envelope is null ? _id : Envelope.Id;
            var room = Envelope is null ? _room : Envelope.Room;
            if (_type is null && Envelope is null)
                Fail("type is missing");
            return _problem is null
                ? new ClientMessageReading(ToMessage(), null, id, room)
                : new ClientMessageReading(null, _problem, id, room);
        }

        private void ReadObject()
        {
            if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
            {
                Fail("a message must be a JSON object");
                return;
            }

            while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
                ReadField();

            // Throws if anything but white space follows.
            _json.Read();
        }

        private void ReadField()
        {
            bool isKnown = Vocabulary.Fields.TryRead(ref _json, out var field);
            if (!_json.Read())
                return;
            if (!isKnown || Envelope is not null && IsAddress(field))
            {
                _json.Skip();
                return;
            }

            uint bit = 1u << (int)field;
            if ((_seen & bit) != 0)
            {
                Fail($"{Vocabulary.Fields[field]} occurs twice");
                _json.Skip();
                return;
            }

            _seen |= bit;
            if (_json.TokenType == JsonTokenType.Null && field != ClientField.Data)
                return;
            ReadValue(field);
        }

        private void ReadValue(ClientField field)
        {
            switch (field)
            {
                case ClientField.Id:
                    if (ReadText(field, IdSyntax.MaxRequestLength) is { } id)
                        _id = new RequestId(id);
                    break;
                case ClientField.Type:
                    ReadType();
                    break;
                case ClientField.Event:
                    ReadEvent();
                    break;
                case ClientField.RoomId:
                    if (ReadName(field) is { } room)
                        _room = new RoomId(room);
                    break;
                case ClientField.ChannelId:
                    _channel = ReadPattern(field);
                    break;
                case ClientField.Data:
                    _data = ReadSlice();
                    break;
                case ClientField.Metadata:
                    if (_json.TokenType != JsonTokenType.StartObject)
                        Fail("metadata must be an object");
                    _metadata = ReadSlice();
                    break;
                case ClientField.ContentType:
                    _contentType = ReadText(field, MaxLabelLength);
                    break;
                case ClientField.ThreadId:
                    _threadId = ReadText(field, MaxLabelLength);
                    break;
                case ClientField.Since:
                    ReadSince();
                    break;
                case ClientField.Epoch:
                    _epoch = ReadText(field, MaxLabelLength);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        private void ReadType()
        {
            if (_json.TokenType != JsonTokenType.String)
                FailAndSkip("type must be a string");
            else if (Vocabulary.Types.TryRead(ref _json, out var type))
                _type = type;
            else
                Fail("unknown type");
        }

        private void ReadEvent()
        {
            if (_json.TokenType != JsonTokenType.String)
                FailAndSkip("event must be a string");
            else
                _event = Vocabulary.Events.TryRead(ref _json, out var value) ? value : ClientEvent.Other;
        }

        private void ReadSince()
        {
            if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out long since) && since >= 0)
                _since = since;
            else
                FailAndSkip("since must be a whole number from 0");
        }

        private string? ReadName(ClientField field)
        {
            string? text = ReadText(field, IdSyntax.MaxNameLength);
            if (text is null || IdSyntax.IsName(text))
                return text;
            Fail($"{Vocabulary.Fields[field]} must be 1 to {IdSyntax.MaxNameLength} of the characters A-Z a-z 0-9 _ . : @ -");
            return null;
        }

        private string? ReadPattern(ClientField field)
        {
            string? text = ReadText(field, IdSyntax.MaxNameLength + 1);
            if (text is null || NamePattern.TryParse(text, out _))
                return text;
            Fail($"{Vocabulary.Fields[field]} must be 1 to {IdSyntax.MaxNameLength} of the characters A-Z a-z 0-9 _ . : @ -, or the start of ids and a *");
            return null;
        }

        private string? ReadText(ClientField field, int maxLength)
        {
            if (_json.TokenType == JsonTokenType.String
                && _json.ValueSpan.Length <= maxLength * MaxBytesPerCharacter
                && TryGetString(out string text)
                && text.Length >= 1 && text.Length <= maxLength)
            {
                return text;
            }

            FailAndSkip($"{Vocabulary.Fields[field]} must be a string of 1 to {maxLength} characters");
            return null;
        }

        // Half a surrogate pair is valid JSON, and no text.
        private readonly bool TryGetString(out string text)
        {
            try
            {
                text = _json.GetString()!;
                return true;
            }
            catch (InvalidOperationException)
            {
                text = "";
                return false;
            }
        }

        private ReadOnlyMemory<byte> ReadSlice()
        {
            int start = (int)_json.TokenStartIndex;
            _json.Skip();
            return message[start..(int)_json.BytesConsumed];
        }

        private readonly ClientMessage ToMessage()
        {
            if (Envelope is not null)
                return Envelope with { Data = _data, Metadata = _metadata, ContentType = _contentType, ThreadId = _threadId };
            return new ClientMessage
            {
                Type = _type!.Value,
                Event = _event,
                Id = _id,
                Room = _room,
                Channel = _channel,
                Data = _data,
                Metadata = _metadata,
                ContentType = _contentType,
                ThreadId = _threadId,
                Since = _since is { } since ? new RoomPosition(since, _epoch is null ? null : new Epoch(_epoch)) : null,
            };
        }

        private static bool IsAddress(ClientField field) => field
            is ClientField.Id or ClientField.Type or ClientField.Event or ClientField.RoomId or ClientField.ChannelId
            or ClientField.Since or ClientField.Epoch;

        private void FailAndSkip(string problem)
        {
            Fail(problem);
            _json.Skip();
        }

        // The first problem is told; what follows it is often its consequence.
        private void Fail(string problem) => _problem ??= problem;
    }
}
