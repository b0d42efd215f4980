using System.Diagnostics;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Which requests this node serves: what is built, less what the settings switch off.</summary>
internal sealed class Features(StreamingOptions options)
{
    public bool Include(ClientMessage message) => message.Type switch
    {
        ClientMessageType.Ping or ClientMessageType.Refresh => true,
        ClientMessageType.Join or ClientMessageType.Leave => options.EnableRooms,
        ClientMessageType.Resume => options.EnableRooms || options.EnableChannels,
        ClientMessageType.Message when message.Channel is not null => options.EnableChannels && message.Event == ClientEvent.None,
        ClientMessageType.Message => options.EnableRooms,
        ClientMessageType.Moderate or ClientMessageType.Read or ClientMessageType.Signal or ClientMessageType.Manage => options.EnableRooms,
        ClientMessageType.Typing => options.EnableTyping,
        ClientMessageType.Presence => options.EnablePresence,
        ClientMessageType.History => options.EnableHistory,
        ClientMessageType.Subscribe or ClientMessageType.Unsubscribe => options.EnableChannels,
        _ => throw new UnreachableException(),
    };
}
