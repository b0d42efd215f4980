using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Streaming.Actors;
using Streaming.Transport;

namespace Streaming.Node.Lifecycle;

/// <summary>Says in one line that the node is up, and where.</summary>
internal sealed partial class Announcement(
    IServer server,
    StreamingNode node,
    StreamingOptions options,
    IHostEnvironment environment,
    ILogger<Announcement> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        NodeStarted(
            logger,
            options.AdvertisedUrl ?? string.Join(" ", addresses),
            node.Self,
            NodeVersion.Text,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(options.Coordination.Backend.ToString()), // as it is set
            environment.EnvironmentName);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
