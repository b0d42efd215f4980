using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;
using Streaming.Node.Coordination;
using Streaming.Node.Settings;

namespace Streaming.Node.Logging;

/// <summary>Serilog to the console: text for people in Development, a JSON object a line everywhere else.</summary>
internal static class NodeLogging
{
    private const string Template =
        "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:l}{NewLine}{Exception}";

    // Quiet by default: what ASP.NET Core does for each request is its own business.
    private static readonly string[] Chatty = ["Microsoft", "System"];

    public static void AddNodeLogging(this ILoggingBuilder logging, NodeSettings settings)
    {
        logging.ClearProviders();
        // Serilog alone decides what is written.
        logging.SetMinimumLevel(Microsoft.Extensions.Logging.LogLevel.Trace);
        logging.AddSerilog(Create(settings), dispose: true);
    }

    private static Logger Create(NodeSettings settings)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Information();
        foreach (string source in Chatty)
            configuration.MinimumLevel.Override(source, LogEventLevel.Warning);
        return configuration
            .ReadFrom.Configuration(settings.Configuration)
            .Enrich.FromLogContext()
            .Enrich.With<ForeignScopes>()
            .Filter.ByExcluding(RequestAddresses.MayShowIn)
            // RunNodeAsync says these in one line.
            .Filter.ByExcluding(static line => ListenFault.Of(line.Exception) is not null || IsRefusedStart(line))
            .WriteTo.Sink(new LogQueue(console => console.Console(Formatter(settings.IsDevelopment)), TimeProvider.System))
            .CreateLogger();
    }

    // Of the exceptions that the web server throws, only the one that ends the start: the host's own line about it.
    private static bool IsRefusedStart(LogEvent line) =>
        line.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: "Microsoft.Extensions.Hosting.Internal.Host" }
        && (KestrelFault.Is(line.Exception) || ClusterRefusal.Is(line.Exception));

    private static ITextFormatter Formatter(bool forPeople) => forPeople
        ? new MessageTemplateTextFormatter(Template)
        : new JsonFormatter(renderMessage: true);
}
