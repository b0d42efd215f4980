using System.Diagnostics;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Which requests this node serves: what is built, less what the settings switch off.</summary>
internal sealed class Features(StreamingOptions options)
{
    public bool Include(ClientMessage message) => message.Type switch
    {
        ClientMessageType.Ping => true,
        ClientMessageType.Join or ClientMessageType.Leave or ClientMessageType.Resume => options.EnableRooms,
        ClientMessageType.Message => options.EnableRooms && message.Channel is null,
        ClientMessageType.Moderate or ClientMessageType.Read or ClientMessageType.Signal or ClientMessageType.Manage => options.EnableRooms,
        ClientMessageType.Typing => options.EnableTyping,
        ClientMessageType.Presence => options.EnablePresence,
        ClientMessageType.History => options.EnableHistory,
        // Later: channels.
        ClientMessageType.Subscribe or ClientMessageType.Unsubscribe => false,
        _ => throw new UnreachableException(),
    };
}
