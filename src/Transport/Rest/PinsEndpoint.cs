using Streaming.Actors;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>What is pinned in a room; pinning is what becomes of a message (<see cref="MessagesEndpoint"/>).</summary>
internal sealed class PinsEndpoint(StreamingNode node)
{
    public async Task<RestAnswer> ListAsync(RestCall call)
    {
        var outcome = await node.Pins.ReadAsync(
            call.Room, new ReadPins { By = call.By, Request = default, IsPrivileged = call.Principal.IsModerator }, call.Gone);
        if (outcome.Pins is not { } pins)
            return RestAnswer.Fail(RoomErrors.Of(outcome.Refusal!));

        // Off the room's turn, in which its answer may have arrived: writing messages is work.
        await Task.Yield();
        return RestAnswer.Ok((call.Room, pins), static (json, state) => HistoryJson.Write(json, state.Room, state.pins));
    }
}
