using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Tests.Pipeline;

/// <summary>Notes which stages a message got to.</summary>
public sealed class Witness
{
    private readonly List<string> _seen = [];

    public string Seen => string.Join(' ', _seen);

    public sealed class Size;

    public sealed class Parse;

    public sealed class Throttle;

    public sealed class Authorize;

    public sealed class Filter;

    public sealed class Validate;

    public sealed class Route;

    public sealed class At<TStage>(Witness witness) : IPipelineStage
    {
        public ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation)
        {
#pragma warning disable CA1308 // Stages are written in lower case.
            witness._seen.Add(typeof(TStage).Name.ToLowerInvariant());
#pragma warning restore CA1308
            return ValueTask.FromResult(StageResult.Continue);
        }
    }
}
