using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Tests.Filters;

/// <summary>Lets one of the server's filters look at one message, and says in a word what it made of it.</summary>
internal static class Filtering
{
    public static readonly Principal Ada = new() { UserId = new UserId("ada"), Kind = PrincipalKind.User };
    public static readonly Principal Guest = new() { UserId = new UserId("guest-1"), Kind = PrincipalKind.Guest };
    public static readonly Principal Moderator = Ada with { Scopes = new HashSet<string> { Principal.ModerateScope } };
    public static readonly Principal BackEnd = new() { UserId = new UserId("service:bot"), Kind = PrincipalKind.Service };

    /// <summary>
    /// The reason of a refusal; <c>flag …</c>; what stands in the place of the text, or of the metadata behind <c>metadata</c>; else <c>ok</c>.
    /// </summary>
    public static string Outcome(
        Func<LiveSettings, IMessageFilter> make, Action<StreamingOptions> configure, string text, Principal? principal = null) =>
        OutcomeOf(Filter(make, configure), JsonSerializer.Serialize(text), "", principal);

    public static string OutcomeOf(
        IMessageFilter filter, string data, string metadata = "", Principal? principal = null, string room = "lobby", string? contentType = null)
    {
        using var context = Context(data, metadata, principal, room, contentType);
        return Apply(filter, context) switch
        {
            FilterResult.Kept => "ok",
            FilterResult.Flagged flagged => $"flag {flagged.With}",
            FilterResult.Rejected rejected => rejected.Code ?? filter.Name,
            FilterResult.Rewritten rewritten => Show(rewritten.Data),
            FilterResult.RewrittenMetadata rewritten => $"metadata {Encoding.UTF8.GetString(rewritten.Metadata.Span)}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The server's filters wait for nothing.</summary>
    public static FilterResult Apply(IMessageFilter filter, MessageContext context)
    {
        var applying = filter.ApplyAsync(context.Content!.Value, default);
        return applying.IsCompletedSuccessfully ? applying.Result : throw new InvalidOperationException("A filter waits.");
    }

    public static IMessageFilter Filter(Func<LiveSettings, IMessageFilter> make, Action<StreamingOptions>? configure = null)
    {
        var options = new StreamingOptions();
        configure?.Invoke(options);
        return make(new LiveSettings(options));
    }

    public static MessageContext Context(
        string data, string metadata = "", Principal? principal = null, string room = "lobby", string? contentType = null)
    {
        string message = $$"""{"type":"message","room_id":"{{room}}","data":{{data}}{{(metadata.Length > 0 ? $",\"metadata\":{metadata}" : "")}}{{(contentType is null ? "" : $",\"content_type\":\"{contentType}\"")}}}""";
        principal ??= Ada;
        var context = new MessageContext(
            principal, principal.UserId, new ConnectionId("c"), Encoding.UTF8.GetBytes(message), isText: true, destination: null!);
        if (context.Read().Problem is { } problem)
            throw new ArgumentException(problem);
        return context;
    }

    // A string as what it says, everything else as it is written. What is no JSON is found out here.
    private static string Show(ReadOnlyMemory<byte> data)
    {
        if (!JsonText.IsOneValue(data.Span))
            throw new InvalidOperationException("A filter made broken JSON.");
        string written = Encoding.UTF8.GetString(data.Span);
        return written[0] == '"' && !written.Contains("\\u", StringComparison.Ordinal) ? (string)JsonNode.Parse(written)! : written;
    }
}
