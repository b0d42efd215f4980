using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Streaming.Benchmarks.PeerServers.SignalR;

/// <summary>
/// Rooms as SignalR's groups, at <c>/rooms</c>, with the JSON protocol and SignalR's own defaults.
/// A group's members, the publisher too when it is one, are called with <c>message(room, data)</c>.
/// </summary>
public sealed class RoomsHub : Hub
{
    public static void MapOn(WebApplication app) =>
        app.MapHub<RoomsHub>("/rooms", static options => options.Transports = HttpTransportType.WebSockets);

    public Task Join(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Publish(string room, string data) => Clients.Group(room).SendAsync("message", room, data);
}
