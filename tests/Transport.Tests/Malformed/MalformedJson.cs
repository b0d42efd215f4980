using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Streaming.Transport.Tests.Malformed;

/// <summary>Texts that are not a message, or nearly one.</summary>
internal static class MalformedJson
{
    private static readonly string[] Valid =
    [
        """{"type":"join","id":"a1","room_id":"lobby","since":0,"epoch":"abc","metadata":{"echo":false}}""",
        """{"type":"message","id":"a2","room_id":"lobby","data":{"text":"hello","n":[1,2,{"x":null}]},"thread_id":"t"}""",
        """{"type":"history","id":"a3","room_id":"lobby","data":{"limit":10,"before_seq":99,"search":"word"}}""",
        """{"type":"typing","event":"start","id":"a4","room_id":"lobby"}""",
        """{"type":"presence","id":"a5","data":{"status":"busy","custom_status":"at lunch","metadata":{"a":1}}}""",
        """{"type":"resume","id":"a6","data":{"positions":{"lobby":{"seq":3,"epoch":"abc"}}}}""",
        """{"type":"leave","id":"a7","room_id":"lobby","data":{"membership":true}}""",
    ];

    private static readonly string[] Fields =
        ["type", "event", "id", "room_id", "channel_id", "data", "metadata", "since", "epoch", "thread_id", "content_type"];

    private static readonly string[] WrongValues =
    [
        "null", "true", "[]", "{}", "\"\"", "-1", "0.5", "1e400", "-1e400", "99999999999999999999999999", "18446744073709551616",
        "\"\\ud800\"", "\"\\u0000\"", "[[[[]]]]", "\"" + "x".PadRight(200, 'x') + "\"", "\"a b\"", "\"../..\"", "\"<script>\"",
    ];

    private static readonly string[] NotQuiteJson =
    [
        "", " ", "null", "1", "\"text\"", "[]", "[{}]", "{", "}", "{}{}", "{\"type\":\"ping\"},", "{'type':'ping'}", "{type:\"ping\"}",
        "{\"type\":\"ping\"/*c*/}", "{\"type\":\"ping\",}", "{\"type\":NaN}", "{\"type\":\"pi\u0001ng\"}", "\uFEFF{\"type\":\"ping\"}",
        "{\"type\":\"ping\"}\n{\"type\":\"ping\"}", "{\"type\":\"\\x41\"}", "{\"\":\"\"}", "{\"type\"}", "{\"type\":}", "GET / HTTP/1.1\r\n\r\n",
    ];

    private static readonly Gen<byte[]> Text = Gen.Elements(Valid).Select(Encoding.UTF8.GetBytes);

    private static Gen<(string Kind, byte[] Payload)> Named(string kind, Gen<byte[]> payload) =>
        payload.Select(bytes => (kind, bytes));

    public static Gen<(string Kind, byte[] Payload)> Any { get; } = Gen.OneOf(
        Named("cut short", from text in Text from length in Gen.Choose(0, text.Length - 1) select text[..length]),
        Named("deeply nested", from depth in Gen.Choose(60, 20_000) select Nested(depth)),
        Named("wrong value", from field in Gen.Elements(Fields) from value in Gen.Elements(WrongValues) select With(field, value)),
        Named("wrong value inside data", from value in Gen.Elements(WrongValues) from valid in Gen.Elements(Valid) select InData(valid, value)),
        Named("unknown type", from name in Gen.Choose(0, int.MaxValue) select With("type", $"\"t{name}\"")),
        Named("field twice", from field in Gen.Elements(Fields) from a in Gen.Elements(WrongValues) from b in Gen.Elements(WrongValues) select Twice(field, a, b)),
        Named("invalid UTF-8", from text in Text from at in Gen.Choose(0, text.Length) from bad in Gen.Elements(BadUtf8) select Insert(text, at, bad)),
        Named("one byte changed", from text in Text from at in Gen.Choose(0, text.Length - 1) from b in Gen.Choose(0, 255) select Changed(text, at, (byte)b)),
        Named("not quite JSON", Gen.Elements(NotQuiteJson).Select(Encoding.UTF8.GetBytes)),
        Named("any bytes", from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf() select bytes),
        Named("huge number", from digits in Gen.Choose(20, 5_000) select With("since", new string('9', digits))));

    private static readonly byte[][] BadUtf8 =
        [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80]];

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
        $$"""{"type":"message","id":"d","room_id":"lobby","data":{{new string('[', depth)}}{{new string(']', depth)}}}""");

    private static byte[] With(string field, string value)
    {
        var rest = new Dictionary<string, string> { ["type"] = "\"message\"", ["id"] = "\"w\"", ["room_id"] = "\"lobby\"", ["data"] = "{}" };
        rest[field] = value;
        return Encoding.UTF8.GetBytes("{" + string.Join(',', rest.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}");
    }

    private static byte[] InData(string valid, string value) =>
        Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(valid, "(?<=\"data\":).*(?=})", value));

    private static byte[] Twice(string field, string a, string b) =>
        Encoding.UTF8.GetBytes($$"""{"type":"message","room_id":"lobby","{{field}}":{{a}},"{{field}}":{{b}}}""");

    private static byte[] Insert(byte[] text, int at, byte[] bad) => [.. text[..at], .. bad, .. text[at..]];

    private static byte[] Changed(byte[] text, int at, byte value)
    {
        byte[] changed = [.. text];
        changed[at] = value;
        return changed;
    }
}
