using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Filters;

/// <summary>Refuses, masks or flags listed words.</summary>
internal sealed class WordFilter(LiveSettings settings) : IMessageFilter, ISeesRemarks
{
    private static readonly FilterResult Refusal = FilterResult.Reject(FilterReasons.Word, "the message holds a word that is not allowed here");
    private static readonly FilterResult Flag = FilterResult.Flag("word");

    private readonly Live<WordFilterOptions> _options = settings.Derive(static options => options.Filters.Words);
    private readonly Live<LimitOptions> _limits = settings.Derive(static options => options.Limits);
    private readonly Live<WordList> _words = settings.Load(
        "word list", static options => options.Filters.Words.File is { } file ? [file] : [], WordListFile.Load);

    public string Name => "words";

    public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation)
    {
        var options = _options.Value;
        var words = _words.Value;
        return ValueTask.FromResult(!options.Enabled || words.IsEmpty ? FilterResult.Keep : Apply(options, words, content));
    }

    private FilterResult Apply(WordFilterOptions options, WordList words, in MessageContent content)
    {
        if (options.Action == WordAction.Replace && !content.IsRemark)
            return Mask(options.ReplaceWith, words, content);
        foreach (var text in content.Text)
        {
            if (WordScanner.Scan(words, text, all: null, out _))
                return options.Action == WordAction.Flag ? Flag : Refusal;
        }

        return FilterResult.Keep;
    }

    private FilterResult Mask(string mask, WordList words, in MessageContent content)
    {
        var text = content.Text;
        Dictionary<int, string>? masked = null;
        for (int i = 0; i < text.Count; i++)
        {
            if (!WordScanner.Scan(words, text[i], all: null, out _))
                continue;
            var found = new List<TextRange>();
            WordScanner.Scan(words, text[i], found, out _);
            (masked ??= []).Add(i, StringReplacement.Mask(text[i], found, mask));
        }

        if (masked is null)
            return FilterResult.Keep;

        // A mask may be longer than the word, but not so often that it makes a message that nobody could have sent.
        var data = StringReplacement.Replace(content.Data.Span, masked);
        return data.Length > content.Data.Length && data.Length > _limits.Value.MaxMessageSize ? Refusal : FilterResult.Rewrite(data);
    }
}
