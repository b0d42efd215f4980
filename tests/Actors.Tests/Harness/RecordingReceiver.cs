using System.Collections.Immutable;
using System.Text;
using Streaming.Actors.Rooms;
using Streaming.Actors.Webhooks;

namespace Streaming.Actors.Tests.Harness;

/// <summary>Where webhooks post to: takes everything, unless the test says what it answers. An event is its id here.</summary>
internal sealed class RecordingReceiver : IWebhookSender
{
    private static readonly WebhookAnswer Refusal = new("answered 500");

    /// <summary>By webhook, room and event, in the order in which they were taken.</summary>
    public List<(string Webhook, string Event)> Taken { get; } = [];

    /// <summary>Every post, taken or not: the events with a comma between.</summary>
    public List<string> Posts { get; } = [];

    /// <summary>Whether a post of this event is taken.</summary>
    public Func<string, bool> Takes { get; set; } = static _ => true;

    /// <summary>Until it completes no post is answered; null: at once.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public int Underway { get; private set; }

    public int MostUnderway { get; private set; }

    public IEnumerable<string> TakenBy(string webhook) => Taken.Where(one => one.Webhook == webhook).Select(static one => one.Event);

    /// <summary>"lobby member.joined ann", or for messages their text.</summary>
    public ReadOnlyMemory<byte> Encode(WebhookEvent e) => Encoding.UTF8.GetBytes($"{e.Room} {e.Type}{Detail(e)}");

    public async Task<WebhookAnswer> SendAsync(
        Webhook webhook, string id, ImmutableArray<ReadOnlyMemory<byte>> events, CancellationToken cancellation)
    {
        string[] texts = [.. events.Select(static e => Encoding.UTF8.GetString(e.Span))];
        Posts.Add(string.Join(',', texts));
        MostUnderway = Math.Max(MostUnderway, ++Underway);
        try
        {
            if (Hold is { } hold)
                await hold.Task.WaitAsync(cancellation);
        }
        finally
        {
            Underway--;
        }

        if (!texts.All(Takes))
            return Refusal;

        Taken.AddRange(texts.Select(text => (webhook.Name, text)));
        return WebhookAnswer.Delivered;
    }

    private static string Detail(WebhookEvent e) => e.Logged switch
    {
        MessagePublished message => " " + Some.TextOf(message),
        MemberModerated moderated => " " + moderated.Target,
        { } logged => " " + logged.By,
        null => $" {e.Present}",
    };
}
