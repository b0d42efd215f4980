using System.Text.Json;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Protocol;

/// <summary>
/// A closed set with the names of its members on the wire: an enum's, in snake_case. The tables are few and
/// short, so a name is found by comparing, which allocates nothing.
/// </summary>
internal sealed class WireNames<T>
    where T : struct, Enum
{
    private readonly (T Value, string Name, byte[] Utf8)[] _all;

    public WireNames(params ReadOnlySpan<T> except)
    {
        var left = new List<(T, string, byte[])>();
        foreach (var value in Enum.GetValues<T>())
        {
            if (except.Contains(value))
                continue;
            string name = JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
            left.Add((value, name, System.Text.Encoding.UTF8.GetBytes(name)));
        }

        _all = [.. left];
    }

    /// <summary>All of them, for a sentence.</summary>
    public string List => string.Join(", ", Names);

    public IEnumerable<string> Names => _all.Select(static one => one.Name);

    public IEnumerable<T> Values => _all.Select(static one => one.Value);

    /// <summary>Looks up the property name or string value that <paramref name="reader"/>, which reads from one span, stands on.</summary>
    public bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        foreach (var (candidate, name, utf8) in _all)
        {
            if (reader.Is(utf8, name))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    public bool TryParse(string? text, out T value)
    {
        foreach (var (candidate, name, _) in _all)
        {
            if (name == text)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    public string this[T value]
    {
        get
        {
            foreach (var (candidate, name, _) in _all)
            {
                if (EqualityComparer<T>.Default.Equals(candidate, value))
                    return name;
            }

            throw new ArgumentOutOfRangeException(nameof(value), value, "has no name on the wire");
        }
    }
}
