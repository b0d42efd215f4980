using Streaming.Actors.Ids;
using Xunit;

namespace Streaming.Actors.Tests.Ids;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("prices.eur", "prices.eur", true)]
    [InlineData("prices.eur", "prices.eur2", false)]
    [InlineData("prices.*", "prices.eur", true)]
    [InlineData("prices.*", "prices.", true)]
    [InlineData("prices.*", "prices.eur.usd", true)]
    [InlineData("prices.*", "prices", false)]
    [InlineData("prices.*", "Prices.eur", false)]
    [InlineData("*", "anything", true)]
    public void Matches_AnIdOrItsStart(string text, string name, bool expected)
    {
        Assert.True(NamePattern.TryParse(text, out NamePattern pattern));
        Assert.Equal(expected, pattern.Matches(name));
        Assert.Equal(text, pattern.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a*b")]
    [InlineData("**")]
    [InlineData("a b")]
    [InlineData("~a")]
    [InlineData("~a*")]
    public void TryParse_WhatIsNoPattern_SaysSo(string? text) => Assert.False(NamePattern.TryParse(text, out _));

    [Fact]
    public void RoomOfAChannel_IsOneThatNobodyCanName()
    {
        RoomId room = new ChannelId("prices.eur").Room;

        Assert.False(RoomId.TryParse(room.Value, out _));
        Assert.Equal(new ChannelId("prices.eur"), ChannelId.Of(room));
        Assert.Null(ChannelId.Of(new RoomId("prices.eur")));
        Assert.Null(ChannelId.Of(default));
    }
}
