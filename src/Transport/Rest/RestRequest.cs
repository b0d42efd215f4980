using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>Where the pipeline ends for a REST request: its handler is started, and the endpoint waits for the answer.</summary>
internal sealed class RestRequest(Func<ClientMessage, Task<Answer>> handle) : IMessageDestination
{
    private Task<Answer>? _answer;

    /// <summary>What it came to; only once the pipeline has let it pass.</summary>
    public Task<Answer> Answer => _answer ?? throw new InvalidOperationException("The pipeline has not routed the request.");

    public ValueTask AcceptAsync(ClientMessage message)
    {
        _answer = handle(message);
        return ValueTask.CompletedTask;
    }
}
