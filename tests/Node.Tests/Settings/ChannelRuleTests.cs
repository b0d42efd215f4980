using Streaming.Node.Settings.Values;
using Xunit;

namespace Streaming.Node.Tests.Settings;

public sealed class ChannelRuleTests
{
    [Theory]
    [InlineData("*")]
    [InlineData("prices.eur")]
    [InlineData("prices.* private persistent publish=services delivery=latest_by_key keep=1000")]
    [InlineData("cursors.* publish=anyone delivery=sample interval=100ms")]
    [InlineData("a.* delivery=drop_oldest")]
    public void Rule_IsReadAndWrittenAlike(string text)
    {
        var kind = new ChannelRule();

        Assert.True(kind.TryParse([text], out var policy));
        Assert.Equal(text, kind.Format(policy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a*b")]
    [InlineData("a loud")]
    [InlineData("a private=yes")]
    [InlineData("a publish")]
    [InlineData("a publish=owner")]
    [InlineData("a delivery=never")]
    [InlineData("a interval=1s")]
    [InlineData("a delivery=sample interval=1h")]
    [InlineData("a keep=1000")]
    [InlineData("a persistent keep=10")]
    [InlineData("a persistent keep=-1000")]
    public void Rule_ThatMeansNothing_IsRefused(string text) => Assert.False(new ChannelRule().TryParse([text], out _));
}
