using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Pipeline;
using Xunit;

namespace Streaming.Transport.Tests.Pipeline;

/// <summary>What filters and validators get to read of a message's data.</summary>
public sealed class MessageTextTests
{
    [Theory]
    [InlineData("\"hello\"", "hello")]
    [InlineData("\"\"", "")]
    [InlineData("42")]
    [InlineData("null")]
    [InlineData("""{}""")]
    [InlineData("""{"text":"hello"}""", "hello")]
    [InlineData("""{"a":"one","b":["two",{"c":"three"}],"d":4,"e":true}""", "one", "two", "three")]
    [InlineData("""[ "a" , "b" ]""", "a", "b")]
    // Names are no text, whatever stands in them or behind them.
    [InlineData("""{"na\"me" : "value", ":" :":"}""", "value", ":")]
    [InlineData("{\"name\"\t\r\n :\"value\"}", "value")]
    // Escapes.
    [InlineData(""" "say \"hi\"" """, "say \"hi\"")]
    [InlineData(""" "\\\\" """, "\\\\")]
    [InlineData(""" "\/\b\f\n\r\t" """, "/\b\f\n\r\t")]
    [InlineData(""" "b\u0061d" """, "bad")]
    [InlineData(""" "\u00E9\u00e9é" """, "ééé")]
    // Beyond the basic plane: as it is, and as two escapes.
    [InlineData(""" "😀\ud83d\ude00" """, "😀😀")]
    public void Text_IsTheStringsUnescaped(string json, params string[] strings) => Assert.Equal(strings, Read(json));

    [Theory]
    [InlineData(""" "\ud800" """, "d800")]
    [InlineData(""" "\udc00x" """, "dc00 0078")]
    [InlineData(""" "\ud800\ud800\udc00" """, "d800 d800 dc00")]
    public void HalfASurrogatePair_IsGivenAsItIs(string json, string units) =>
        Assert.Equal(units, string.Join(' ', Assert.Single(Read(json)).Select(static unit => ((int)unit).ToString("x4"))));

    [Theory]
    [InlineData("\"open")]
    [InlineData("\"\\")]
    [InlineData("\"\\\"")]
    [InlineData("\"\\u12\"", "\uFFFD")]
    [InlineData("\"\\uzzzz\"", "\uFFFD")]
    [InlineData("\"\\q\"", "\uFFFD")]
    public void WhatIsNoJson_DoesNotThrow(string json, params string[] strings) => Assert.Equal(strings, Read(json));

    [Fact]
    public void Text_IsWhatAJsonParserReads() => Prop.ForAll<string[], string>(static (strings, name) =>
    {
        string[] said = [.. strings.Select(static one => one ?? "").Where(static one => !one.Any(char.IsSurrogate))];
        string json = JsonSerializer.Serialize(new Dictionary<string, object> { [name ?? ""] = said, ["last"] = 1 });
        return said.SequenceEqual(Read(json));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void NoBytes_MakeItThrow() => Prop.ForAll<byte[]>(static bytes =>
    {
        var text = MessageText.Of(bytes);
        return text.Length <= bytes.Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_IsAsLongAsAMessageMayBe()
    {
        string one = new('é', 20_000);
        string many = string.Join(',', Enumerable.Repeat("\"x\"", 10_000));

        Assert.Equal([one], Read($"\"{one}\""));
        var text = MessageText.Of(Encoding.UTF8.GetBytes($"[{many}]"));
        Assert.Equal((10_000, 10_000), (text.Count, text.Length));
        Assert.Equal("x", text[9_999].ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => text[10_000].Length);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(60_000)]
    public void Text_IsMadeWithoutAllocation(int length)
    {
        byte[][] messages =
        [
            Encoding.UTF8.GetBytes($$"""{"text":"{{new string('a', length)}}\n"}"""),
            Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("\"x\"", length / 4))}]"),
        ];
        ReadAll(messages, times: 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll(messages, times: 100);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Content_MakesItsTextOnce_AndAgainWhenItWasRewritten()
    {
        using var context = Context("""{"type":"message","room_id":"lobby","data":"bad"}""");
        var text = context.Content!.Value.Text;
        Assert.Equal("bad", text[0].ToString());
        Assert.Same(text, context.Content.Value.Text);

        context.RewriteData("\"good\""u8.ToArray());
        Assert.Equal("good", context.Content.Value.Text[0].ToString());
    }

    [Fact]
    public void OfAnEdit_ItIsWhatTheMessageIsToSay()
    {
        using var context = Context("""{"type":"message","event":"edited","room_id":"lobby","data":{"message_id":"e-1","data":["new"]}}""");

        Assert.Equal("new", context.Content!.Value.Text[0].ToString());
    }

    [Fact]
    public void OutsideOfAPipeline_ContentHasAText()
    {
        var content = new MessageContent(new UserId("ada"), new RoomId("lobby"), "\"hi\""u8.ToArray(), default, null, null);

        Assert.Equal("hi", content.Text[0].ToString());
    }

    private static MessageContext Context(string message)
    {
        var principal = new Principal { UserId = new UserId("ada"), Kind = PrincipalKind.User };
        var context = new MessageContext(
            principal, principal.UserId, new ConnectionId("c"), Encoding.UTF8.GetBytes(message), isText: true, destination: null!);
        Assert.Null(context.Read().Problem);
        return context;
    }

    private static int ReadAll(byte[][] messages, int times)
    {
        int length = 0;
        for (int i = 0; i < times; i++)
        {
            foreach (byte[] message in messages)
            {
                var text = MessageText.Borrow();
                text.Read(message);
                foreach (var one in text)
                    length += one.Length;
                MessageText.GiveBack(text);
            }
        }

        return length;
    }

    private static List<string> Read(string json)
    {
        var strings = new List<string>();
        foreach (var one in MessageText.Of(Encoding.UTF8.GetBytes(json)))
            strings.Add(one.ToString());
        return strings;
    }
}
