namespace Streaming.Transport.Pipeline;

/// <summary>
/// Goes over the string values of a JSON value, in their order, as they are written there; names of members are left out. One pass and
/// no tokens: what comes through the pipeline has been read as JSON before. Of bytes that are none it makes something, and does not throw.
/// </summary>
internal ref struct JsonStrings(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private int _next;

    /// <summary>Where the string begins, behind its quotation mark.</summary>
    public int Start { get; private set; }

    /// <summary>Its length in bytes, as it is written.</summary>
    public int Length { get; private set; }

    /// <summary>Whether a backslash stands in it.</summary>
    public bool IsEscaped { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _json.Slice(Start, Length);

    public bool MoveNext()
    {
        while (MoveToString())
        {
            if (!IsName())
                return true;
        }

        return false;
    }

    private bool MoveToString()
    {
        int open = _json[_next..].IndexOf((byte)'"');
        if (open < 0)
            return false;

        Start = _next + open + 1;
        IsEscaped = false;
        int end = Start;
        while (end < _json.Length)
        {
            int stop = _json[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
                return false;
            end += stop;
            if (_json[end] == '"')
            {
                Length = end - Start;
                _next = end + 1;
                return true;
            }

            IsEscaped = true;
            end += 2;
        }

        return false;
    }

    // Nothing but a name is followed by a colon.
    private readonly bool IsName()
    {
        int i = _next;
        while (i < _json.Length && _json[i] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            i++;
        return i < _json.Length && _json[i] == ':';
    }
}
