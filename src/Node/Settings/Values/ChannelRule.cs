using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Streaming.Actors.Channels;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Node.Settings.Values;

/// <summary>
/// What the channels of one pattern are like, in a line: the pattern, and then what is not as usual, such as
/// <c>prices.* persistent publish=services delivery=latest_by_key keep=1000</c>.
/// </summary>
internal sealed class ChannelRule : IValueKind<ChannelPolicy>
{
    public const string Rule =
        "must be a list of channel ids or patterns, each with any of private, persistent, publish=anyone|users|services, "
        + "delivery=reliable|latest_by_key|sample|drop_oldest, interval= (of sample, 10ms to 1m) and keep= (messages, 100 to 1000000) after it";

    private static readonly Choice<ChannelPublishers> Publishers = new();
    private static readonly Choice<Delivery> Deliveries = new();
    private static readonly Duration Interval = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));

    public string Allowed => Rule;

    public bool TryParse(IReadOnlyList<string> texts, [MaybeNullWhen(false)] out ChannelPolicy value)
    {
        value = null;
        string[] words = texts[0].Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !NamePattern.TryParse(words[0], out var pattern))
            return false;

        value = new ChannelPolicy(pattern);
        foreach (string word in words[1..])
        {
            if (With(value, word) is not { } changed)
                return false;
            value = changed;
        }

        // An interval means something where messages are sampled, and messages are kept where there is a log.
        return (value.Delivery.Interval == default || value.Delivery.Delivery == Delivery.Sample)
            && (value.KeptMessages is null || value.IsPersistent);
    }

    public string Format(ChannelPolicy value)
    {
        var words = new List<string> { value.Pattern.ToString() };
        if (value.IsPrivate)
            words.Add("private");
        if (value.IsPersistent)
            words.Add("persistent");
        if (value.Publishers != ChannelPublishers.Users)
            words.Add("publish=" + Publishers.Format(value.Publishers));
        if (!value.Delivery.IsReliable)
            words.Add("delivery=" + Deliveries.Format(value.Delivery.Delivery));
        if (value.Delivery.Interval != default)
            words.Add("interval=" + Interval.Format(value.Delivery.Interval));
        if (value.KeptMessages is { } kept)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"keep={kept}"));
        return string.Join(' ', words);
    }

    /// <returns>Null for a word that means nothing.</returns>
    private static ChannelPolicy? With(ChannelPolicy policy, string word)
    {
        string[] parts = word.Split('=', 2);
        return (parts[0], parts.Length == 2 ? parts[1] : null) switch
        {
            ("private", null) => policy with { IsPrivate = true },
            ("persistent", null) => policy with { IsPersistent = true },
            ("publish", { } text) when Publishers.TryParse([text], out var publishers) => policy with { Publishers = publishers },
            ("delivery", { } text) when Deliveries.TryParse([text], out var delivery) =>
                policy with { Delivery = policy.Delivery with { Delivery = delivery } },
            ("interval", { } text) when Interval.TryParse([text], out var interval) =>
                policy with { Delivery = policy.Delivery with { Interval = interval } },
            ("keep", { } text) when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int kept)
                && kept is >= ChannelPolicy.MinKept and <= ChannelPolicy.MaxKept => policy with { KeptMessages = kept },
            _ => null,
        };
    }
}
