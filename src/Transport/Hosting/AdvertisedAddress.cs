using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Streaming.Actors;

namespace Streaming.Transport.Hosting;

/// <summary>Tells the other nodes where this one is reached, when no address is set: the first that it listens on.</summary>
internal sealed class AdvertisedAddress(IServer server, StreamingNode node, StreamingOptions options) : IHostedLifecycleService
{
    // What a server that listens on all addresses calls them.
    private static readonly string[] Anywhere = ["*", "+", "[::]", "0.0.0.0"];

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.AdvertisedUrl is null && server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address)
            node.ReachedAt(Name(address));
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Name(string address)
    {
        var listening = BindingAddress.Parse(address);
        return Anywhere.Contains(listening.Host)
            ? $"{listening.Scheme}://{Environment.MachineName.ToLowerInvariant()}:{listening.Port}"
            : address;
    }
}
