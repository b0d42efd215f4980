using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Tells errors over HTTP: RFC 9457 problem details, with what docs/protocol.md, section 5, says of an error beside them.</summary>
public sealed class Problems
{
    private const string ContentType = "application/problem+json";

    private readonly JsonWriters _writers;

    internal Problems(JsonWriters writers) => _writers = writers;

    public Task WriteAsync(HttpContext http, RequestError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return WriteAsync(http, error, error.Code.Status());
    }

    /// <param name="status">Where HTTP tells apart what the codes do not.</param>
    public async Task WriteAsync(HttpContext http, RequestError error, int status)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(error);
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (error.Code == ErrorCode.Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";

        _writers.Write(response.BodyWriter, (error, status), static (json, told) => Write(json, told.error, told.status));
        await response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, RequestError error, int status)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, error.Message);
        ServerJson.WriteErrorFields(json, error);
        json.WriteEndObject();
    }
}
