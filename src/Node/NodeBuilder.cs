using Streaming.Node.Settings;

namespace Streaming.Node;

/// <summary>The web host, with our settings in place of the ones it would look for by itself.</summary>
internal static class NodeBuilder
{
    public static WebApplicationBuilder Create(NodeSettings settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(NodeBuilder).Assembly.GetName().Name,
            EnvironmentName = settings.EnvironmentName,
            ContentRootPath = NodeSettings.ContentRoot,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = settings.Options.Limits.HandshakeTimeout;
        });
        return builder;
    }
}
