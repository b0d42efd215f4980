using System.Globalization;

namespace Streaming.Node.Operations;

/// <summary>Reads the query of a request, and remembers the first thing that is wrong with it.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    /// <summary>A sentence that begins with the parameter's name; null when all was well.</summary>
    public string? Problem { get; private set; }

    public string? Text(string name) => query[name] is { Count: > 0 } values ? values[^1] : null;

    public bool Flag(string name)
    {
        switch (Text(name))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                Problem ??= $"{name} must be true or false";
                return false;
        }
    }

    public long? Number(string name, long from, long to)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= from && number <= to)
            return number;

        Problem ??= to == long.MaxValue ? $"{name} must be a number from {from} on" : $"{name} must be a number from {from} to {to}";
        return null;
    }
}
