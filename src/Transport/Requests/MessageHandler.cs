using System.Runtime.CompilerServices;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary><c>message</c>: into the log of the room or channel, if it has one, and from there to everyone who listens.</summary>
internal sealed class MessageHandler : IRequestHandler
{
    public ClientMessageType Type => ClientMessageType.Message;

    public bool HoldsReadLoop => false;

    // Pooled: it is awaited once, by whoever answers, and there is one for each message of each client.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Answer> HandleAsync(IRequester requester, ClientMessage message)
    {
        var body = BodyOf(message);
        var reply = message.ChannelId is { } channel
            ? await requester.Session.PublishAsync(channel, message.Id, body)
            : await requester.Session.PublishAsync(message.Room!.Value, message.Id, body);
        return AnswerOf(reply);
    }

    public static Answer AnswerOf(RoomReply reply) => reply switch
    {
        RoomReply.Published published => new Answer.Published(published.Message, published.Timestamp),
        RoomReply.Raised raised => new Answer.Raised(raised.Timestamp),
        RoomReply.Done => Answer.Done.Instance,
        _ => Answer.Failed.By(reply),
    };

    /// <summary>What the log keeps. Copied, and only this: the message lies in a lent buffer that is often larger.</summary>
    public static MessageBody BodyOf(ClientMessage message)
    {
        int dataLength = message.Data.Length;
        byte[] kept = new byte[dataLength + message.Metadata.Length];
        message.Data.CopyTo(kept);
        message.Metadata.CopyTo(kept.AsMemory(dataLength));
        return new MessageBody(
            kept.AsMemory(0, dataLength), kept.AsMemory(dataLength), message.ContentType, message.ThreadId);
    }
}
