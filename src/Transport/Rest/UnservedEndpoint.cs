using Microsoft.AspNetCore.Http;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>
/// Answers what REST does not serve with a problem, as everything else there: a method that an address does not take, and
/// addresses that are none.
/// </summary>
internal sealed class UnservedEndpoint(Problems problems)
{
    /// <param name="http">A request to an address that is served, by another method.</param>
    /// <param name="methods">Those that it takes, separated by commas.</param>
    public Task RefuseMethodAsync(HttpContext http, string methods)
    {
        http.Response.Headers.Allow = $"{methods}, {HttpMethods.Options}";
        return problems.WriteAsync(
            http, RequestError.Invalid($"this address takes {methods} only"), StatusCodes.Status405MethodNotAllowed);
    }

    public Task RefuseUnknownAsync(HttpContext http) =>
        problems.WriteAsync(http, RequestError.Invalid("nothing is served at this address"), StatusCodes.Status404NotFound);
}
