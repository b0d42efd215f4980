using Streaming.Actors.Feeds;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Feeds;

public sealed class SharedEncodingTests
{
    [Fact]
    public void Encoded_IsMadeOncePerFormat_AndShared()
    {
        var batch = new FeedBatch(Some.Room, Some.Epoch, Some.Messages(1, 2));
        int made = 0;
        byte[] Encode(string text)
        {
            made++;
            return System.Text.Encoding.UTF8.GetBytes(text);
        }

        ReadOnlyMemory<byte> first = batch.Encoded(WireFormat.WebSocketJson, "json", Encode);
        ReadOnlyMemory<byte> again = batch.Encoded(WireFormat.WebSocketJson, "not asked", Encode);
        ReadOnlyMemory<byte> other = batch.Encoded(WireFormat.ServerSentEvents, "sse", Encode);

        Assert.True(first.Span == again.Span); // the very same bytes
        Assert.Equal("sse"u8.ToArray(), other.ToArray());
        Assert.Equal(2, made);
    }

    [Fact]
    public void After_GivesTheRest()
    {
        var batch = new FeedBatch(Some.Room, Some.Epoch, Some.Messages(5, 9));

        Assert.Equal((5, 9), (batch.FirstSeq, batch.LastSeq));
        Assert.Equal([8L, 9], batch.After(7).Events.Select(e => e.Seq));
    }
}
