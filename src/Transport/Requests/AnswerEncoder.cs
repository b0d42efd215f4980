using System.Diagnostics;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>Puts answers into words.</summary>
internal sealed class AnswerEncoder(ServerMessages messages)
{
    /// <summary>The frame that answers <paramref name="request"/>; null where nothing is to be said: without an id only errors are.</summary>
    public ReadOnlyMemory<byte>? Encode(ClientMessage request, Answer answer)
    {
        if (answer is Answer.Failed failed)
            return messages.Error(request.Id, request.Room, failed.Error);
        if (request.Id is not { } id)
            return null;
        return answer switch
        {
            Answer.Joined joined => messages.Joined(id, request.Room!.Value, joined.Reply, joined.Recovered),
            Answer.Published published => messages.Published(id, request.Room!.Value, published.Message, published.Timestamp),
            Answer.Resumed resumed => messages.Resumed(id, resumed.Rooms),
            Answer.History history => messages.History(id, request.Room!.Value, history.Page),
            Answer.Roster roster => messages.Roster(id, request.Room!.Value, roster.Snapshot),
            Answer.Pong pong => messages.Pong(id, pong.Now),
            Answer.Done => messages.Done(id, request.Room),
            _ => throw new UnreachableException(),
        };
    }
}
