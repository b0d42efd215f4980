using Serilog.Core;
using Serilog.Events;

namespace Streaming.Node.Logging;

/// <summary>
/// The web server has a <c>ConnectionId</c> and a <c>TraceId</c> too, of its own TCP connections and HTTP requests, and
/// hangs them on every line that is written while it serves one. They become <c>HttpConnectionId</c> and
/// <c>HttpTraceId</c>, so that who looks for a connection of ours finds its lines and no others.
/// </summary>
internal sealed class ForeignScopes : ILogEventEnricher
{
    private static readonly string[] SharedNames = ["ConnectionId", "TraceId"];

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (string name in SharedNames)
        {
            if (!logEvent.Properties.TryGetValue(name, out var value) || IsOurs(logEvent, name))
                continue;
            logEvent.RemovePropertyIfPresent(name);
            logEvent.AddPropertyIfAbsent(new LogEventProperty("Http" + name, value));
        }
    }

    // What our lines say themselves; anything else on them was hung on.
    private static bool IsOurs(LogEvent line, string name) =>
        line.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: string from }
        && from.StartsWith("Streaming.", StringComparison.Ordinal)
        && line.MessageTemplate.Tokens.OfType<Serilog.Parsing.PropertyToken>().Any(token => token.PropertyName == name);
}
