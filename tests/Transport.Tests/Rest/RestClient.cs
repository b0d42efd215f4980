using System.Text;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Authentication;

namespace Streaming.Transport.Tests.Rest;

/// <summary>
/// A client of REST. Every answer that it gets is held against the OpenAPI document, so that each test of what REST does is one of what
/// it is said to do.
/// </summary>
internal sealed class RestClient(Uri server) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server };
    private OpenApiContract? _contract;

    /// <summary>A token of this user's with these scopes: good for an hour of the clock of tests, and for longer of a real one.</summary>
    public static string Token(string user, string scope = "", string more = "") =>
        TokenForge.Hs256($$"""{"sub":"{{user}}","exp":4102444800,"scope":"{{scope}}"{{more}}}""");

    public async Task<OpenApiContract> ContractAsync() => _contract ??=
        new OpenApiContract(JsonNode.Parse(await _http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!.AsObject());

    /// <param name="who">A guest's name, or a token.</param>
    /// <param name="path">Below <c>/api/v1</c>, perhaps with a query.</param>
    /// <param name="body">JSON; null for none.</param>
    public async Task<RestReply> SendAsync(string who, string method, string path, string? body = null, string? key = null)
    {
        bool isToken = who.Contains('.', StringComparison.Ordinal);
        string guest = isToken ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}user_id={who}";
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"/api/v1{path}{guest}", UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (isToken)
            request.Headers.Add("Authorization", $"Bearer {who}");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);

        using var response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        var json = text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : [];
        (await ContractAsync()).Check(
            method, $"/api/v1{path.Split('?')[0]}", (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, json);
        return new RestReply(response.StatusCode, json, response.Headers);
    }

    public Task<RestReply> GetAsync(string who, string path) => SendAsync(who, "GET", path);

    public Task<RestReply> PostAsync(string who, string path, string? body = null, string? key = null) => SendAsync(who, "POST", path, body, key);

    public Task<RestReply> PutAsync(string who, string path, string? body = null, string? key = null) => SendAsync(who, "PUT", path, body, key);

    public Task<RestReply> PatchAsync(string who, string path, string body, string? key = null) => SendAsync(who, "PATCH", path, body, key);

    public Task<RestReply> DeleteAsync(string who, string path, string? key = null) => SendAsync(who, "DELETE", path, key: key);

    public void Dispose() => _http.Dispose();
}
