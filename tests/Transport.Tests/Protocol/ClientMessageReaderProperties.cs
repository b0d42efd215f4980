using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;
using Xunit;

namespace Streaming.Transport.Tests.Protocol;

public sealed class ClientMessageReaderProperties
{
    // Pieces that come up in messages, right and wrong, so that what is put together gets past the first byte.
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u00", "\\ud800", "\u0000", "\n", " ", "null", "true", "-", "0", "1e9", "1e999999",
        "\"id\":", "\"type\":", "\"room_id\":", "\"data\":", "\"metadata\":", "\"since\":", "\"epoch\":", "\"event\":",
        "\"ping\"", "\"join\"", "\"message\"", "\"lobby\"", "\"r-1\"", "{}", "[]", "é", "\U0001F600", "\uFEFF", "//", "NaN",
    ];

    private static readonly Gen<byte[]> Noise = ArbMap.Default.GeneratorFor<byte[]>();

    private static readonly Gen<byte[]> Scraps =
        from pieces in Gen.ListOf(Gen.Elements(Pieces))
        select Encoding.UTF8.GetBytes(string.Concat(pieces));

    private static readonly Gen<byte[]> Broken =
        from bytes in ValidMessages()
        from cut in Gen.Choose(0, bytes.Length)
        from at in Gen.Choose(0, bytes.Length - 1)
        from value in Gen.Choose(0, 255)
        from how in Gen.Choose(0, 2)
        select how switch
        {
            0 => bytes[..cut],
            1 => [.. bytes[..at], (byte)value, .. bytes[(at + 1)..]],
            _ => [.. bytes[..at], (byte)value, .. bytes[at..]],
        };

    [Fact]
    public void AnyBytes_GiveAMessageOrAProblem_NeverAnException() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(10_000),
            Prop.ForAll(Arb.From(Gen.OneOf(Noise, Scraps, Broken)), bytes =>
            {
                var reading = ClientMessageReader.Read(bytes);
                var body = ClientMessageReader.ReadBody(bytes, new ClientMessage { Type = ClientMessageType.Message });

                Assert.True(reading.Message is null ^ reading.Problem is null);
                Assert.True(body.Message is null ^ body.Problem is null);
                if (reading.Message is { } message)
                {
                    Assert.Equal(reading.Id, message.Id);
                    AssertIsJson(message.Data);
                    AssertIsJson(message.Metadata);
                }
            }));

    [Fact]
    public void AnyValidMessage_ComesOutAsItWentIn() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(Arb.From(ValidMessages()), bytes =>
            {
                var reading = ClientMessageReader.Read(bytes);
                Assert.Null(reading.Problem);
                var message = reading.Message!;
                using var written = JsonDocument.Parse(bytes);

                Assert.Equal(Field(written, "type"), Vocabulary.Types[message.Type]);
                Assert.Equal(Field(written, "id"), message.Id?.Value);
                Assert.Equal(Field(written, "room_id"), message.Room?.Value);
                Assert.Equal(Field(written, "thread_id"), message.ThreadId);
                Assert.Equal(
                    written.RootElement.GetProperty("data").GetRawText(), Encoding.UTF8.GetString(message.Data.Span));
            }));

    // Any property order, any JSON string as id and text, escaped or not.
    private static Gen<byte[]> ValidMessages() =>
        from id in Label(IdSyntax.MaxRequestLength)
        from thread in Label(ClientMessageReader.MaxLabelLength)
        from room in Gen.NonEmptyListOf(Gen.Elements("abzAZ09_.:@-".ToCharArray()))
        from data in Values()
        from type in Gen.Elements("message", "join", "history", "leave", "signal")
        from order in Gen.Shuffle(new[] { 0, 1, 2, 3, 4 })
        let fields = new[]
        {
            $"\"id\":{JsonSerializer.Serialize(id)}",
            $"\"type\":\"{type}\"",
            $"\"room_id\":\"{string.Concat(room.Take(IdSyntax.MaxNameLength))}\"",
            $"\"thread_id\" : {JsonSerializer.Serialize(thread)}",
            $"\"data\": {data}",
        }
        select Encoding.UTF8.GetBytes($"{{{string.Join(" , ", order.Select(i => fields[i]))}}}");

    private static Gen<string> Label(int maxLength) =>
        from text in ArbMap.Default.GeneratorFor<NonEmptyString>()
        let whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get))
        select whole.Length <= maxLength ? whole : "x";

    private static Gen<string> Values() => Gen.OneOf(
        Gen.Elements("null", "true", "0", "-1.5E-7", "\"\"", "{}", "[]", "{\"a\":[{}, null ,\"\\u0000\"]}"),
        from text in ArbMap.Default.GeneratorFor<NonEmptyString>()
        select JsonSerializer.Serialize(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get))));

    private static string? Field(JsonDocument message, string name) => message.RootElement.GetProperty(name).GetString();

    private static void AssertIsJson(ReadOnlyMemory<byte> bytes) =>
        Assert.True(bytes.IsEmpty || JsonText.IsOneValue(bytes.Span), "a slice that is no JSON value");
}
