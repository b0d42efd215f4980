using System.Globalization;
using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Clients;

/// <summary>
/// Sends messages as a careful library does: under an id, again after every end that leaves it open whether the message
/// was logged, over whichever tab is connected, until it knows.
/// </summary>
internal sealed class Publisher(ClientWorld place, Dice dice)
{
    /// <summary>Well within the five minutes for which the server remembers a request.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(8);

    private int _texts;

    public async Task PublishAsync(SimulatedClient tab, RoomId room)
    {
        bool named = dice.Chance(0.85);
        RequestId? request = named ? tab.User.NextRequest() : null;
        string text = string.Create(CultureInfo.InvariantCulture, $"{{\"text\":\"{tab.Name} {++_texts}\"}}");
        var publication = new Publication(tab.User.Id, room, request, text);
        place.Recording.Publications.Add(publication);

        if (named && dice.Chance(0.08))
            _ = TryAsync(dice.Pick(tab.User.Tabs), publication);

        TimeSpan backoff = TimeSpan.FromSeconds(1);
        DateTimeOffset begun = place.World.Now;
        while (!place.IsOver && place.World.Now - begun < Patience)
        {
            Answer answer = await TryAsync(tab, publication);
            if (!named || IsDefinite(answer))
                return;

            await place.World.Delay(dice.Between(TimeSpan.FromMilliseconds(20), backoff));
            backoff = backoff * 2 < LongestBackoff ? backoff * 2 : LongestBackoff;
            tab = dice.Pick(tab.User.Tabs);
        }
    }

    /// <summary>Whether the client now knows whether the message is in the log, or was sent to those who listen.</summary>
    public static bool IsDefinite(Answer? answer) =>
        answer is Answer.Replied { Reply: RoomReply.Published or RoomReply.Raised or RoomReply.Refused };

    private static Task<Answer> TryAsync(SimulatedClient tab, Publication publication)
    {
        var body = new MessageBody(Encoding.UTF8.GetBytes(publication.Text));
        return tab.AskAsync(new ClientRequest.Publish(publication.Room, publication.Request, body), publication.Tries.Add);
    }
}
