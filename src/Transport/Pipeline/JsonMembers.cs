using System.Text.Json;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Goes over the members of a JSON object, without those of objects in it. Allocates nothing.</summary>
/// <param name="json">An object that has been checked, or nothing.</param>
internal ref struct JsonMembers(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = ClientMessageReader.MaxDepth });
    private int _start;
    private bool _isOnName;

    /// <summary>The name as it is written, without its quotation marks.</summary>
    public ReadOnlySpan<byte> WrittenName { get; private set; }

    /// <summary>The value as it is written.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Name and value as they are written.</summary>
    public readonly ReadOnlySpan<byte> Written => _json[_start..(int)_reader.BytesConsumed];

    /// <summary>On to the next member: to its name, behind which <see cref="ReadValue"/> reads.</summary>
    public bool MoveNext()
    {
        if (_json.IsEmpty)
            return false;
        if (_isOnName)
            ReadValue();
        if (_reader.TokenType == JsonTokenType.None)
            _reader.Read();
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
            return false;
        _start = (int)_reader.TokenStartIndex;
        WrittenName = _reader.ValueSpan;
        _isOnName = true;
        return true;
    }

    /// <summary>Whether this is the name, however it is written. To be asked before the value is read.</summary>
    public readonly bool NameIs(ReadOnlySpan<char> name) => JsonNames.Says(WrittenName, name);

    /// <summary>Sets <see cref="Value"/>.</summary>
    public void ReadValue()
    {
        _reader.Read();
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Value = _json[start..(int)_reader.BytesConsumed];
        _isOnName = false;
    }
}
