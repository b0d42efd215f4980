using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Streaming.Benchmarks.PeerServers.Bare;
using Streaming.Benchmarks.PeerServers.SignalR;

if (args is not ["signalr" or "kestrel", _]
    || !ushort.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
{
    Console.Error.WriteLine("usage: signalr|kestrel PORT");
    return 2;
}

// Nothing between Kestrel and the endpoint but what it needs, and no logs: a peer is to be as fast as it can be.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, port, static endpoint => endpoint.Protocols = HttpProtocols.Http1);
});
builder.WebHost.UseSockets(static sockets => sockets.Backlog = 4096);
bool isSignalR = args[0] == "signalr";
if (isSignalR)
    builder.Services.AddSignalR();

await using var app = builder.Build();
if (isSignalR)
    RoomsHub.MapOn(app);
else
    BroadcastEndpoint.MapOn(app);
await app.StartAsync();
Console.WriteLine($"listening on {port}");
await app.WaitForShutdownAsync();
return 0;
