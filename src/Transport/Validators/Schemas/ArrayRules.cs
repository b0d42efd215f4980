using System.Globalization;
using System.Text.Json;

namespace Streaming.Transport.Validators.Schemas;

/// <summary>
/// <c>minItems</c>, <c>maxItems</c>, <c>prefixItems</c>, <c>items</c>, and <c>contains</c> with <c>minContains</c> and <c>maxContains</c>.
/// </summary>
/// <param name="First">For the first entries, one each.</param>
/// <param name="Rest">For all others; null: they are as they like.</param>
internal sealed record ArrayRules(
    int Min, int Max, IReadOnlyList<SchemaNode> First, SchemaNode? Rest, SchemaNode? Contained, int MinContained, int MaxContained)
{
    /// <param name="json">Stands on the bracket.</param>
    public bool Fit(Utf8JsonReader json, ref SchemaRun run)
    {
        long begin = json.TokenStartIndex;
        int count = 0, contained = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var item = count < First.Count ? First[count] : Rest;
            if (item is not null && !item.Fits(json, ref run))
                return run.FailAt(run.Trials > 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[{count}]"));
            contained += Contained is not null && IsContained(json, ref run) ? 1 : 0;
            count++;
            json.Skip();
            if (run.IsSpent)
                return false;
        }

        run.Spend(json.BytesConsumed - begin);
        if (count < Min || contained < MinContained)
            return run.Fail(ValidationCode.ItemsMin, "has too few entries of what it must hold");
        return (count <= Max && contained <= MaxContained) || run.Fail(ValidationCode.ItemsMax, "has too many entries");
    }

    private bool IsContained(Utf8JsonReader json, ref SchemaRun run)
    {
        run.Trials++;
        bool isIt = Contained!.Fits(json, ref run);
        run.Trials--;
        return isIt;
    }
}
