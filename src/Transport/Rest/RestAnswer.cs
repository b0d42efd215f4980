using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>What a REST request came to. A closed set.</summary>
internal abstract record RestAnswer
{
    private RestAnswer()
    {
    }

    /// <param name="status">One of 2xx.</param>
    /// <param name="write">Writes one JSON object.</param>
    public static RestAnswer Ok<TState>(TState state, Action<Utf8JsonWriter, TState> write, int status = StatusCodes.Status200OK) =>
        new Written(status, json => write(json, state));

    public static RestAnswer Fail(RequestError error) => new Failed(error);

    public static RestAnswer Fail(ErrorCode code, string message) => new Failed(new RequestError(code, message));

    public static RestAnswer Invalid(string problem) => new Failed(RequestError.Invalid(problem));

    public sealed record Written(int Status, Action<Utf8JsonWriter> Write) : RestAnswer
    {
        /// <summary>Where what was made is found; null: nothing was made that has an address.</summary>
        public string? Location { get; init; }
    }

    public sealed record Failed(RequestError Error) : RestAnswer;
}
