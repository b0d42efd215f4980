using FsCheck;
using FsCheck.Fluent;

namespace Streaming.Transport.Tests.Validators;

/// <summary>JSON of all shapes, in which the names and texts that validators look for are frequent.</summary>
internal static class SomeJson
{
    private static readonly string[] Names = ["a", "b", "text", "\\u0061", "__proto__", "constructor", "prototype", "\\ud800", "", "a.b", "\\u005f_proto__"];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "1.0", "1e400", "123456789012345678901234567890", "\"\"", "\"abc\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"<script>\"",
        "\"https://example.com\"", "\"ada@example.com\"", "\"\\u003c\\u0000\"", "\"😀😀😀\"", "\"' or 1=1\"", "\"\\\\\\\"\"",
    ];

    public static Gen<string> Values { get; } = Gen.Sized(static size => Value(Math.Min(size / 8, 5)));

    private static Gen<string> Value(int depth)
    {
        var scalar = Gen.Elements(Scalars);
        if (depth == 0)
            return scalar;
        var value = Value(depth - 1);
        var member = from name in Gen.Elements(Names) from one in value select $"\"{name}\":{one}";
        return Gen.Frequency(
            (1, scalar),
            (2, UpToThree(value).Select(static values => $"[{string.Join(" ,", values)}]")),
            (3, UpToThree(member).Select(static members => $"{{{string.Join(" , ", members)}}}")));
    }

    private static Gen<IList<string>> UpToThree(Gen<string> one) =>
        from count in Gen.Choose(0, 3) from all in one.ListOf(count) select (IList<string>)[.. all];
}
