using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;

namespace Streaming.Actors.Operations;

/// <summary>
/// What operators ask one node. A closed set. Each can be asked twice with no other effect than once, since a question whose
/// answer does not come is sent again.
/// </summary>
public abstract record NodeQuestion
{
    private NodeQuestion()
    {
    }

    /// <summary>Which sessions are connected to you? The answer is <see cref="NodeAnswer.Sessions"/>.</summary>
    /// <param name="User">Only this user's.</param>
    /// <param name="Session">Only this one.</param>
    /// <param name="Limit">How many to name, at most; all are counted.</param>
    public sealed record FindSessions(UserId? User, SessionId? Session, int Limit) : NodeQuestion;

    /// <summary>What do you know of this user? The answer is <see cref="NodeAnswer.Presence"/>.</summary>
    public sealed record FindPresence(UserId User) : NodeQuestion;

    /// <summary>
    /// Others are to see this of the user. The answer is <see cref="NodeAnswer.Presence"/>, or <see cref="NodeAnswer.Busy"/> while it is not known yet who is there.
    /// </summary>
    /// <param name="Id">Names the effect.</param>
    public sealed record SetPresence(UserId User, UserStatus Status, string Id) : NodeQuestion;

    /// <summary>How are your webhooks doing? The answer is <see cref="NodeAnswer.Webhooks"/>.</summary>
    public sealed record FindWebhooks : NodeQuestion;

    /// <summary>Tell your clients this. The answer is <see cref="NodeAnswer.Reached"/> or <see cref="NodeAnswer.Busy"/>.</summary>
    public sealed record Tell(Notice Notice) : NodeQuestion;

    /// <summary>Send this user away from all connections. The answer is <see cref="NodeAnswer.Reached"/>.</summary>
    /// <param name="Reason">What the client is told, in a few words.</param>
    public sealed record Expel(UserId User, string Reason) : NodeQuestion;

    /// <summary>This login has ended: close the connections that came in by it. The answer is <see cref="NodeAnswer.Reached"/>.</summary>
    public sealed record EndLogin(string Login) : NodeQuestion;

    /// <summary>
    /// That node has clients that listen to all channels whose names begin so: do you know it now? The answer is
    /// <see cref="NodeAnswer.PatternHeard"/>.
    /// </summary>
    public sealed record HearPattern(NodeId Node, string Start) : NodeQuestion;

    /// <summary>Which channels do you have in memory? The answer is <see cref="NodeAnswer.Channels"/>.</summary>
    /// <param name="After">Only those whose names come after it, in ordinal order; empty for all.</param>
    /// <param name="Limit">How many to name, at most.</param>
    public sealed record FindChannels(string After, int Limit) : NodeQuestion;

    /// <summary>Give your shards to the others and send your clients away. The answer is <see cref="NodeAnswer.Draining"/>.</summary>
    /// <param name="ThenStop">End the process when that is done.</param>
    public sealed record BeginDrain(bool ThenStop) : NodeQuestion;
}
