using System.Globalization;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Filters;

/// <summary>
/// Refuses data that is too large, or cuts its longest string: between two characters as people see them, so that no letter loses its
/// marks and no emoji falls apart. Data that cannot be made small enough by that is refused.
/// </summary>
internal sealed class SizeFilter(LiveSettings settings) : IMessageFilter
{
    private static readonly FilterResult Refusal = FilterResult.Reject(FilterReasons.Size, "the message's data is larger than is allowed here");

    private readonly Live<SizeFilterOptions> _options = settings.Derive(static options => options.Filters.Size);

    public string Name => "size";

    public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation)
    {
        var options = _options.Value;
        if (!options.Enabled || options.MaxBytes == 0 || content.Data.Length <= options.MaxBytes)
            return ValueTask.FromResult(FilterResult.Keep);
        return ValueTask.FromResult(options.Action == SizeAction.Truncate ? Truncate(content, options.TruncateTo) : Refusal);
    }

    private static FilterResult Truncate(in MessageContent content, int max)
    {
        var text = content.Text;
        int longest = -1;
        for (int i = 0; i < text.Count; i++)
        {
            if (longest < 0 || text[i].Length > text[longest].Length)
                longest = i;
        }

        if (longest < 0)
            return Refusal;
        int room = max - SizeWithout(content.Data.Span, longest);
        return room < 0
            ? Refusal
            : FilterResult.Rewrite(StringReplacement.Replace(
                content.Data.Span, new Dictionary<int, string> { [longest] = Beginning(text[longest], room).ToString() }));
    }

    // Bytes of everything but what stands in one string.
    private static int SizeWithout(ReadOnlySpan<byte> json, int which)
    {
        var strings = new JsonStrings(json);
        for (int i = 0; i <= which; i++)
            strings.MoveNext();
        return json.Length - strings.Length;
    }

    /// <summary>As many whole characters from the beginning as fit.</summary>
    /// <param name="room">Bytes of JSON.</param>
    private static ReadOnlySpan<char> Beginning(ReadOnlySpan<char> text, int room)
    {
        int end = 0;
        while (end < text.Length)
        {
            int length = StringInfo.GetNextTextElementLength(text[end..]);
            room -= JsonStringWriter.Measure(text.Slice(end, length));
            if (room < 0)
                break;
            end += length;
        }

        return text[..end];
    }
}
