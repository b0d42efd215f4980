using System.Text;
using Streaming.Actors.Channels;
using Xunit;

namespace Streaming.Actors.Tests.Channels;

public sealed class ChannelFilterTests
{
    [Theory]
    [InlineData("""{"a":"x"}""", """{"a":"x"}""", true)]
    [InlineData("""{"a":"x"}""", """{"b":1,"a":"x","c":{"a":"y"}}""", true)]
    [InlineData("""{"a":"x"}""", """{"a":"y"}""", false)]
    [InlineData("""{"a":"x"}""", """{"A":"x"}""", false)]
    [InlineData("""{"a":"x"}""", """{}""", false)]
    [InlineData("""{"a":"x"}""", "", false)]
    [InlineData("""{"a":["x","y"]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":["x","y"]}""", """{"a":["x","y"]}""", false)]
    [InlineData("""{"a":"x","b":"y"}""", """{"a":"x","b":"y"}""", true)]
    [InlineData("""{"a":"x","b":"y"}""", """{"a":"x"}""", false)]
    // Kinds of values.
    [InlineData("""{"a":1}""", """{"a":1.0}""", true)]
    [InlineData("""{"a":1}""", """{"a":10e-1}""", true)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("""{"a":"true"}""", """{"a":true}""", false)]
    [InlineData("""{"a":[true,null]}""", """{"a":null}""", true)]
    [InlineData("""{"a":null}""", """{"b":1}""", false)]
    [InlineData("""{"a":1e999}""", """{"a":1e999}""", true)]
    // Oddly written.
    [InlineData("""{"a":"é"}""", """{"\u0061":"\u00e9"}""", true)]
    [InlineData("""{"a":"x"}""", """{"a":"y","a":"x"}""", true)]
    [InlineData("""{"a":"x"}""", """{"a":"x","a":"y"}""", false)]
    [InlineData("""{"a":"x"}""", """{"a":"\ud800"}""", false)]
    [InlineData("""{"a":"x"}""", """{"\ud800":1,"a":"x"}""", true)]
    [InlineData("""{"a":"x"}""", """{"\ud800a":"x","\ud83d\ud83d\ude00":1,"\n\udc00":1}""", false)]
    [InlineData("""{"a":"😀"}""", """{"a":"\ud83d\uDE00"}""", true)]
    [InlineData("""{"a":"😀😀\n"}""", """{"a":"😀\ud83d\ude00\n"}""", true)]
    [InlineData("""{"a":"\\ud800"}""", """{"a":"\\ud800"}""", true)]
    public void Matches_ComparesValues(string filter, string metadata, bool expected) =>
        Assert.Equal(expected, Read(filter).Matches(Encoding.UTF8.GetBytes(metadata)));

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"a":[[1]]}""")]
    [InlineData("""{"":1}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    public void Read_WhatIsNoFilter_SaysSo(string json) => Assert.NotNull(Problem(json));

    [Fact]
    public void Read_TooMuch_SaysSo()
    {
        static string Fields(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"f{i}\":1"))}}}";
        static string Values(int count) => $"{{\"a\":[{string.Join(',', Enumerable.Range(0, count))}]}}";

        Assert.Null(Problem(Fields(ChannelFilter.MaxFields)));
        Assert.NotNull(Problem(Fields(ChannelFilter.MaxFields + 1)));
        Assert.Null(Problem(Values(ChannelFilter.MaxValues)));
        Assert.NotNull(Problem(Values(ChannelFilter.MaxValues + 1)));
        Assert.Null(Problem($"{{\"a\":\"{new string('x', ChannelFilter.MaxTextLength)}\"}}"));
        Assert.NotNull(Problem($"{{\"a\":\"{new string('x', ChannelFilter.MaxTextLength + 1)}\"}}"));
        Assert.NotNull(Problem($"{{\"{new string('x', ChannelFilter.MaxTextLength + 1)}\":1}}"));
    }

    [Fact]
    public void Read_WithoutFields_IsNoFilter() => Assert.Null(ChannelFilter.Read("{}"u8.ToArray(), out _));

    [Fact]
    public void TwoThatSayTheSame_AreEqual()
    {
        Assert.Equal(Read("""{"a":[1,"x"],"b":true}"""), Read("""{ "b" : [true], "a" : ["x", 1.0, 1] }"""));
        Assert.NotEqual(Read("""{"a":1}"""), Read("""{"a":"1"}"""));
        Assert.Equal(Read("""{"a":1}""").GetHashCode(), Read("""{"a":1e0}""").GetHashCode());
    }

    [Fact]
    public void Either_LetsPassWhatOneOfThemDoes()
    {
        ChannelFilter both = ChannelFilter.Either(Read("""{"a":1}"""), Read("""{"b":1}"""))!;

        Assert.True(both.Matches("""{"a":1}"""u8.ToArray()));
        Assert.True(both.Matches("""{"b":1}"""u8.ToArray()));
        Assert.False(both.Matches("""{"a":2,"b":2}"""u8.ToArray()));
        Assert.Null(ChannelFilter.Either(both, null));
        Assert.Equal(both, ChannelFilter.Either(both, both));
    }

    private static ChannelFilter Read(string json)
    {
        ChannelFilter? filter = ChannelFilter.Read(Encoding.UTF8.GetBytes(json), out string? problem);
        Assert.Null(problem);
        return filter!;
    }

    private static string? Problem(string json)
    {
        _ = ChannelFilter.Read(Encoding.UTF8.GetBytes(json), out string? problem);
        return problem;
    }
}
