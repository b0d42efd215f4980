using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Sse;

/// <summary>The events that a stream tells about itself.</summary>
internal static class SseEvents
{
    /// <summary>The first event: as over WebSocket, and where each room stands.</summary>
    public static ReadOnlyMemory<byte> Welcome(SseEncoder encoder, Welcome welcome, ImmutableArray<RoomStanding> rooms,
        ImmutableArray<ChannelStanding> channels) =>
        encoder.Event("welcome"u8, (welcome, rooms, channels), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "welcome"u8);
            json.WriteStartObject("data"u8);
            ServerJson.WriteWelcomeFields(json, state.welcome);
            ServerJson.WriteRooms(json, state.rooms);
            if (!state.channels.IsEmpty)
                ChannelJson.WriteChannels(json, state.channels);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public static ReadOnlyMemory<byte> Roster(SseEncoder encoder, RoomId room, RosterSnapshot roster) =>
        encoder.Event("presence"u8, (room, roster), static (json, state) =>
            EventJson.WriteSnapshot(json, id: null, state.room, state.roster));

    /// <summary>The <c>retry</c> field makes browsers wait as they are told.</summary>
    public static ReadOnlyMemory<byte> Draining(SseEncoder encoder, TimeSpan reconnectAfter)
    {
        string retry = string.Create(CultureInfo.InvariantCulture, $"retry: {(long)reconnectAfter.TotalMilliseconds}\n");
        var draining = encoder.Event("system"u8, reconnectAfter, ServerJson.WriteDraining);
        return (byte[])[.. Encoding.ASCII.GetBytes(retry), .. draining];
    }
}
