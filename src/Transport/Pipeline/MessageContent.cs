using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>What a user is about to say in a room. May not be kept: the bytes are lent.</summary>
/// <param name="Data">One JSON value in UTF-8.</param>
/// <param name="Metadata">A JSON object in UTF-8, or empty.</param>
public readonly record struct MessageContent(
    UserId User, RoomId Room, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata, string? ContentType, string? ThreadId)
{
    /// <summary>Null for a request that says nothing in a room.</summary>
    internal static MessageContent? Of(MessageContext context)
    {
        if (context.Message is not { Type: ClientMessageType.Message, Room: { } room } message)
            return null;

        ReadOnlyMemory<byte> data = message.Event switch
        {
            ClientEvent.None => message.Data,
            ClientEvent.Edited => EditedContent.Of(message.Data),
            _ => default,
        };
        return data.IsEmpty ? null : new MessageContent(context.User, room, data, message.Metadata, message.ContentType, message.ThreadId);
    }
}
