using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Webhooks;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Webhooks;

/// <summary>The receivers of all webhooks, as the settings have them; secrets in files are read once, at the start.</summary>
internal static class WebhookReceivers
{
    public const int MaxNameLength = 64;

    /// <summary>Adds to <paramref name="problems"/> what keeps a webhook from being used; those are left out.</summary>
    public static ImmutableArray<WebhookReceiver> Load(StreamingOptions options, ICollection<SettingProblem> problems)
    {
        var receivers = ImmutableArray.CreateBuilder<WebhookReceiver>();
        for (int i = 0; i < options.Webhooks.Count; i++)
        {
            if (Read(options.Webhooks[i], $"{nameof(StreamingOptions.Webhooks)}:{i}", problems) is not { } receiver)
                continue;
            if (receivers.Any(other => other.Webhook.Name == receiver.Webhook.Name))
                problems.Add(new SettingProblem($"{nameof(StreamingOptions.Webhooks)}:{i}:Name", receiver.Webhook.Name, "is another webhook's name already"));
            else
                receivers.Add(receiver);
        }

        return receivers.DrainToImmutable();
    }

    private static WebhookReceiver? Read(WebhookOptions options, string key, ICollection<SettingProblem> problems)
    {
        int before = problems.Count;
        if (!IsName(options.Name))
            problems.Add(new SettingProblem($"{key}:Name", options.Name, $"must be 1 to {MaxNameLength} of the characters A-Z a-z 0-9 _ . -"));
        if (!WebhookAddress.IsValid(options.Url))
            problems.Add(new SettingProblem($"{key}:Url", null, "must be an absolute http or https address without user and fragment"));
        if (options.Events.Count == 0)
            problems.Add(new SettingProblem($"{key}:Events", null, $"must name some of {string.Join(", ", WebhookTypes.Names)}"));
        var patterns = new List<NamePattern>();
        foreach (string room in options.Rooms)
        {
            if (NamePattern.TryParse(room, out var pattern))
                patterns.Add(pattern);
            else
                problems.Add(new SettingProblem($"{key}:Rooms", room, "must be rooms' ids, or beginnings of them followed by *"));
        }

        var secrets = WebhookSecrets.Read(options, key, problems);
        return problems.Count > before
            ? null
            : new WebhookReceiver(Define(options, patterns), new Uri(options.Url!), secrets, options.Timeout);
    }

    private static Webhook Define(WebhookOptions options, List<NamePattern> rooms) =>
        new(options.Name!, options.Events.Aggregate(WebhookEvents.None, static (all, one) => all | one))
        {
            Takes = (RoomId room) => rooms.Exists(pattern => pattern.Matches(room.Value)),
            BatchSize = options.BatchSize,
            Concurrency = options.Concurrency,
            MaxAttempts = options.MaxAttempts,
            MaxAge = options.MaxAge,
            RetryDelay = options.RetryDelay,
            MaxRetryDelay = options.MaxRetryDelay,
            MaxDead = options.MaxDeadLetters,
        };

    private static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
