using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Lets validators refuse content; the first problem is told.</summary>
internal sealed class ValidateStage(IReadOnlyList<IMessageValidator> validators) : IPipelineStage
{
    // An array, as every message goes through it: enumerating a list behind an interface would allocate.
    private readonly IMessageValidator[] _validators = [.. validators];

    public async ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation)
    {
        if (_validators.Length == 0 || (context.Content ?? MessageContent.OfRemark(context)) is not { } content)
            return StageResult.Continue;
        foreach (var validator in _validators)
        {
            if (content.IsRemark && validator is not ISeesRemarks)
                continue;
            if (await validator.FindProblemAsync(content, cancellation) is { } problem)
                return StageResult.Refuse(ErrorCode.ContentRejected, problem.Message, reason: problem.Code);
        }

        return StageResult.Continue;
    }
}
