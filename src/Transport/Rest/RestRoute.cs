using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest.OpenApi;

namespace Streaming.Transport.Rest;

/// <summary>One row of <see cref="RestRoutes"/>: an address with a method, who serves it, and what OpenAPI says of it.</summary>
internal sealed record RestRoute
{
    private readonly Func<IServiceProvider, RestRoute, RequestDelegate> _find;

    private RestRoute(string method, string pattern, string summary, Func<IServiceProvider, RestRoute, RequestDelegate> find) =>
        (Method, Pattern, Summary, _find) = (method, pattern, summary, find);

    /// <summary>In capitals.</summary>
    public string Method { get; }

    /// <summary>Below <c>/api/v1</c>.</summary>
    public string Pattern { get; }

    /// <summary>What it does, in a few words.</summary>
    public string Summary { get; }

    /// <summary>What the request is to the pipeline.</summary>
    public ClientMessage Envelope { get; init; } = new() { Type = ClientMessageType.Manage };

    /// <summary>The parameters of the query.</summary>
    public IReadOnlyList<RestParameter> Query { get; init; } = [];

    /// <summary>Null: it takes none.</summary>
    public Schema? Body { get; init; }

    /// <summary>Of an answer that says it was done.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Null: the answer has no content.</summary>
    public Schema? Answer { get; init; }

    /// <summary>Codes that this address answers with, besides those that all do.</summary>
    public IReadOnlyList<ErrorCode> Errors { get; init; } = [];

    /// <summary>Whether it is power over others, whose use is noted.</summary>
    public bool IsAudited { get; init; }

    /// <summary>Whether it changes something and nobody gets to read words of the caller's by it.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether it is closed to those who may listen alone, unless they moderate. What is said in messages the pipeline looks at.</summary>
    public bool IsSpeaking => !IsRead && !IsSilent && Envelope.Type == ClientMessageType.Manage;

    /// <summary>What it is called where its use is noted.</summary>
    public string Action => $"{Method} {Pattern}";

    public bool IsRead => HttpMethods.IsGet(Method);

    public RequestDelegate Bind(IServiceProvider services) => _find(services, this);

    /// <param name="handler">Gets the request checked, read and passed by the pipeline.</param>
    public static RestRoute To<T>(string method, string pattern, string summary, Func<T, Func<RestCall, Task<RestAnswer>>> handler)
        where T : class => new(method, pattern, summary, (services, route) =>
    {
        var runner = services.GetRequiredService<RestRunner>();
        var handle = handler(services.GetRequiredService<T>());
        return http => runner.ServeAsync(http, route, handle);
    });
}
