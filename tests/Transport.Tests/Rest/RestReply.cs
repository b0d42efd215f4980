using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Streaming.Transport.Tests.Rest;

/// <summary>What REST answered.</summary>
internal sealed record RestReply(HttpStatusCode Status, JsonObject Body, HttpResponseHeaders Headers)
{
    /// <summary>Of an error.</summary>
    public string? Code => (string?)Body["code"];

    public bool? Changed => (bool?)Body["changed"];

    public long? Seq => (long?)Body["seq"];
}
