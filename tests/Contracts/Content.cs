using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// Compares values by what is in them. An adapter gives back other objects than it was given, and a record's
/// own equality compares bytes and collections by reference. Works on properties, so that a field that is added
/// to an event or a state is held to the contract without anybody remembering to.
/// </summary>
public static class Content
{
    public static void AssertSame(object? expected, object? actual) => Assert.Equal(Of(expected), Of(actual));

    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or bool or Enum or IFormattable:
                text.Append(value is DateTimeOffset at ? at.ToUniversalTime().ToString("O") : Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case ReadOnlyMemory<byte> bytes:
                text.Append("0x").Append(Convert.ToHexString(bytes.Span));
                break;
            case IDictionary map:
                WriteAll(text, map.Keys.Cast<object>().Select(key => $"{Of(key)}={Of(map[key])}").Order(StringComparer.Ordinal));
                break;
            case IEnumerable set when IsSet(set.GetType()):
                WriteAll(text, set.Cast<object?>().Select(Of).Order(StringComparer.Ordinal));
                break;
            case IEnumerable list:
                WriteAll(text, list.Cast<object?>().Select(Of));
                break;
            default:
                WriteProperties(text, value);
                break;
        }
    }

    private static bool IsSet(Type type) =>
        type.GetInterfaces().Any(static one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IReadOnlySet<>));

    private static void WriteAll(StringBuilder text, IEnumerable<string> parts) =>
        text.Append('[').AppendJoin(", ", parts).Append(']');

    private static void WriteProperties(StringBuilder text, object value)
    {
        Type type = value.GetType();
        IEnumerable<PropertyInfo> properties = type
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.Name, StringComparer.Ordinal);
        text.Append(type.Name).Append(" { ")
            .AppendJoin(", ", properties.Select(property => $"{property.Name}: {Of(property.GetValue(value))}"))
            .Append(" }");
    }
}
