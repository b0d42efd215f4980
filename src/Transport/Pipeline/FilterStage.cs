using System.Diagnostics;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Pipeline;

/// <summary>Lets filters rewrite or refuse content, one after the other; each sees what those before it made of it.</summary>
internal sealed class FilterStage(IReadOnlyList<IMessageFilter> filters) : IPipelineStage
{
    // An array, as every message goes through it: enumerating a list behind an interface would allocate.
    private readonly IMessageFilter[] _filters = [.. filters];
    private readonly IMessageFilter[] _ofRemarks = [.. filters.Where(static filter => filter is ISeesRemarks)];

    public async ValueTask<StageResult> ProcessAsync(MessageContext context, CancellationToken cancellation)
    {
        if (context.Content is not { } content)
            return await LookAtRemarkAsync(context, cancellation);
        foreach (var filter in _filters)
        {
            switch (await filter.ApplyAsync(content, cancellation))
            {
                case FilterResult.Kept:
                    break;
                case FilterResult.Rewritten rewritten:
                    context.RewriteData(rewritten.Data);
                    content = context.Content.Value;
                    break;
                case FilterResult.RewrittenMetadata rewritten:
                    context.RewriteMetadata(rewritten.Metadata);
                    content = context.Content.Value;
                    break;
                case FilterResult.Flagged flagged:
                    context.RewriteMetadata(MetadataFlags.Add(content.Metadata, flagged.With));
                    content = context.Content.Value;
                    break;
                case FilterResult.Rejected rejected:
                    return StageResult.Refuse(ErrorCode.ContentRejected, rejected.Message, reason: rejected.Code ?? filter.Name);
                default:
                    throw new UnreachableException();
            }
        }

        return StageResult.Continue;
    }

    private async ValueTask<StageResult> LookAtRemarkAsync(MessageContext context, CancellationToken cancellation)
    {
        if (MessageContent.OfRemark(context) is not { } remark)
            return StageResult.Continue;
        foreach (var filter in _ofRemarks)
        {
            if (await filter.ApplyAsync(remark, cancellation) is FilterResult.Rejected rejected)
                return StageResult.Refuse(ErrorCode.ContentRejected, rejected.Message, reason: rejected.Code ?? filter.Name);
        }

        return StageResult.Continue;
    }
}
