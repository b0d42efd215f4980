using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Where the pipeline ends for a REST request: its handler is started, and the runner waits for the answer.</summary>
internal sealed class RestRequest(Func<ClientMessage, Task<RestAnswer>> handle) : IMessageDestination
{
    private Task<RestAnswer>? _answer;

    /// <summary>What it came to; only once the pipeline has let it pass.</summary>
    public Task<RestAnswer> Answer => _answer ?? throw new InvalidOperationException("The pipeline has not routed the request.");

    public ValueTask AcceptAsync(ClientMessage message)
    {
        _answer = handle(message);
        return ValueTask.CompletedTask;
    }
}
