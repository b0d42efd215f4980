using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Redis.Peers;

/// <summary>What an outbox needs of its link.</summary>
internal interface IFramePublisher
{
    string From { get; }

    /// <summary>Names this life of the link.</summary>
    string Life { get; }

    /// <summary>Rises over all frames of this life.</summary>
    ulong NextNumber();

    /// <summary>Completes when Redis has the frame; throws when that is not known.</summary>
    Task PublishAsync(RedisChannel channel, ReadOnlyMemory<byte> frame);

    void OnNotEncoded(PeerMessage message, Exception why);

    void OnNotPublished(NodeId node, int messages, Exception why);
}
