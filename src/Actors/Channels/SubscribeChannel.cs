using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Actors.Channels;

/// <summary>What is this channel, and where does its log end? The reply is <see cref="RoomReply.Subscribed"/>. Changes nothing.</summary>
public sealed record SubscribeChannel : RoomCommand
{
    /// <summary>What the client says it has. Ahead of what the owner knows, it tells the owner to look into the log first.</summary>
    public RoomPosition? Since { get; init; }
}
