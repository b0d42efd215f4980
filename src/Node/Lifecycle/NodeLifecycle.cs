using Streaming.Transport;

namespace Streaming.Node.Lifecycle;

/// <summary>How the node comes and goes; emptying it before it stops is <c>AddStreaming</c>'s part.</summary>
internal static class NodeLifecycle
{
    // On top of the drain: stopping the web server, disposing what there is.
    private static readonly TimeSpan StopAfterDrain = TimeSpan.FromSeconds(5);

    public static void AddNodeLifecycle(this IServiceCollection services, StreamingOptions options)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain.Timeout + StopAfterDrain);
        services.AddHostedService<Announcement>();
        services.AddHostedService<SecondSignal>();
    }
}
