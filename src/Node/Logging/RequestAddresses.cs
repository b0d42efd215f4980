using Serilog.Core;
using Serilog.Events;

namespace Streaming.Node.Logging;

/// <summary>
/// Recognises lines of the web server that quote a request's address. Tokens of <c>/ws?access_token=…</c> and
/// <c>?resume_token=…</c> would stand in the log with it, so these lines are never written, whatever the level is set to.
/// </summary>
internal static class RequestAddresses
{
    private static readonly HashSet<string> Sources = new(StringComparer.Ordinal)
    {
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware",
    };

    public static bool MayShowIn(LogEvent line) =>
        line.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        && source is ScalarValue { Value: string name }
        && Sources.Contains(name);
}
