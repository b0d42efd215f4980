using System.Diagnostics;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>Puts answers into words.</summary>
internal sealed class AnswerEncoder(ServerMessages messages, ChannelMessages channels)
{
    /// <summary>The frame that answers <paramref name="request"/>; null where nothing is to be said: without an id only errors are.</summary>
    public ReadOnlyMemory<byte>? Encode(ClientMessage request, Answer answer)
    {
        if (answer is Answer.Failed failed)
            return messages.Error(request.Id, request.Room, failed.Error, request.AddressedChannel);
        if (request.Id is not { } id)
            return null;
        if (request.AddressedChannel is { } channel)
            return Encode(id, channel, answer);
        return answer switch
        {
            Answer.Joined joined => messages.Joined(id, request.Room!.Value, joined.Reply, joined.Recovered),
            Answer.Published published => messages.Published(id, request.Room!.Value, published.Message, published.Timestamp),
            Answer.Resumed resumed => messages.Resumed(id, resumed.Rooms, resumed.Channels),
            Answer.History history => messages.History(id, request.Room!.Value, history.Page),
            Answer.Roster roster => messages.Roster(id, request.Room!.Value, roster.Snapshot),
            Answer.Watching watching => messages.Watching(id, watching.Users),
            Answer.Refreshed refreshed => messages.Refreshed(id, refreshed.ExpiresAt, refreshed.ExpiresIn),
            Answer.Pong pong => messages.Pong(id, pong.Now),
            Answer.Done => messages.Done(id, request.Room),
            _ => throw new UnreachableException(),
        };
    }

    private ReadOnlyMemory<byte> Encode(RequestId id, string channel, Answer answer) => answer switch
    {
        Answer.Subscribed subscribed => channels.Subscribed(id, channel, subscribed.Outcome),
        Answer.Raised raised => channels.Raised(id, channel, raised.Timestamp),
        Answer.Published published => channels.Published(id, channel, published.Message, published.Timestamp),
        Answer.Done => channels.Done(id, channel),
        _ => throw new UnreachableException(),
    };
}
