using System.Globalization;
using System.Linq.Expressions;
using Streaming.Actors.Ids;
using Streaming.Node.Settings.Values;
using Streaming.Transport;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;
using Streaming.Transport.Webhooks;

namespace Streaming.Node.Settings;

/// <summary>
/// The list <c>Webhooks</c>: the same settings for each entry, as <c>Webhooks:0:Url</c>. Entries are merged setting by setting, so the
/// environment can give the secret of a webhook that a file describes.
/// </summary>
internal static class WebhookSettings
{
    public const int MaxCount = 32;

    private const string List = $"{SettingCatalogue.Section}:{nameof(StreamingOptions.Webhooks)}:";
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes an entry for each that the layers speak of, and gives their settings.</summary>
    public static IEnumerable<Setting> AddTo(StreamingOptions options, IEnumerable<SettingLayer> layers)
    {
        int count = layers.SelectMany(static layer => layer.Values.Keys).Select(NumberIn).DefaultIfEmpty(-1).Max() + 1;
        while (options.Webhooks.Count < count)
            options.Webhooks.Add(new WebhookOptions());
        return AllOf(options);
    }

    /// <summary>The settings of all entries that are there.</summary>
    public static IEnumerable<Setting> AllOf(StreamingOptions options) => Enumerable.Range(0, options.Webhooks.Count).SelectMany(Of);

    /// <summary>The settings of one entry, which has to be there.</summary>
    public static IReadOnlyList<Setting> Of(int i) =>
    [
        Of(o => o.Webhooks[i].Name, new Text("must be 1 to 64 of the characters A-Z a-z 0-9 _ . -", SettingRules.IsNodeId), "what deliveries are remembered under; no two alike"),
        SettingOf<string?>.For(
            o => o.Webhooks[i].Url, new Text("must be an absolute http or https address without user and fragment", WebhookAddress.IsValid),
            "where events are posted to; redirects are not followed", WebhookAddress.Mask),
        SettingOf<string?>.For(
            o => o.Webhooks[i].Secret, new Text("must be a secret of 24 characters or more, or whsec_ and as many bytes in base64"),
            "what posts are signed with", mask: null),
        Of(o => o.Webhooks[i].SecretFile, new Text("must name a file"), "a file with the secret; with one a line, all sign"),
        Of(o => o.Webhooks[i].Events, new ListOf<Actors.Webhooks.WebhookEvents>(new WebhookEventKind(), $"must be a list of {string.Join(", ", WebhookTypes.Names)}"), "what is posted"),
        Of(o => o.Webhooks[i].Rooms, new ListOf<string>(new Word("", static text => NamePattern.TryParse(text, out _)), "must be a list of rooms' ids, or beginnings of them followed by *"), "the rooms whose events are posted"),
        Of(o => o.Webhooks[i].Timeout, new Duration(Tenth, TimeSpan.FromMinutes(1)), "time that one post may take"),
        Of(o => o.Webhooks[i].BatchSize, new WholeNumber(1, 100, "events"), "events in one post; above 1 each post is an array"),
        Of(o => o.Webhooks[i].Concurrency, new WholeNumber(1, 256, "posts"), "posts of one node under way at a time; one a room"),
        Of(o => o.Webhooks[i].MaxAttempts, new WholeNumber(1, 100), "tries of an event; then it is a dead letter"),
        Of(o => o.Webhooks[i].MaxAge, new Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)), "age at which an event is a dead letter with its next failure"),
        Of(o => o.Webhooks[i].RetryDelay, new Duration(Tenth, TimeSpan.FromHours(1)), "time between the first two tries; doubles from try to try, less up to half at random"),
        Of(o => o.Webhooks[i].MaxRetryDelay, new Duration(Tenth, TimeSpan.FromDays(1)), "longest time between two tries"),
        Of(o => o.Webhooks[i].MaxDeadLetters, new WholeNumber(1, 10_000), "dead letters kept; the oldest go first"),
    ];

    private static SettingOf<T> Of<T>(Expression<Func<StreamingOptions, T>> option, IValueKind<T> kind, string note) =>
        SettingOf<T>.For(option, kind, note, static text => text);

    // -1 for what is no entry, or one too many: then the key is unknown.
    private static int NumberIn(string key) =>
        key.StartsWith(List, StringComparison.OrdinalIgnoreCase)
        && int.TryParse(key[List.Length..].Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number < MaxCount
            ? number
            : -1;
}
