using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Audit;

/// <summary>
/// Who used power over others, and on what: one line each of the log category <see cref="Category"/>, so that it can be kept apart from
/// the rest. What moderators and back ends do to rooms and users, and what operators do to the cluster. Beside it who logged in and out. Refused attempts stand there
/// at Debug: at Information anybody could fill it.
/// </summary>
public sealed partial class AuditLog
{
    public const string Category = "Streaming.Audit";

    /// <summary>The outcome of what was carried out.</summary>
    private const string Done = "done";

    private readonly ILogger _logger;

    public AuditLog(ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        _logger = loggers.CreateLogger(Category);
    }

    /// <param name="by">Who did it.</param>
    /// <param name="action">What, in words that do not vary: <c>ban</c>, <c>PUT /rooms/{room}/bans/{user}</c>.</param>
    /// <param name="room">Where; null outside of rooms.</param>
    /// <param name="target">To whom or what, if that is known.</param>
    /// <param name="refusal">Why it was not done; null: it was.</param>
    internal void Note(Principal by, string action, RoomId? room, string? target, ErrorCode? refusal)
    {
        if (refusal is null)
            Acted(_logger, by.UserId, by.KeyName, action, room, target, Done);
        else
            Refused(_logger, by.UserId, by.KeyName, action, room, target, refusal.Value.Name());
    }

    /// <summary>What a moderator asked for by WebSocket.</summary>
    internal void Note(Principal by, ClientMessage message, UserId target, Answer answer) => Note(
        by, Vocabulary.Events[message.Event], message.Room, target.Value, answer is Answer.Failed failed ? failed.Error.Code : null);

    /// <summary>Something that operators do.</summary>
    /// <param name="by">Null: whoever is at a developer's machine.</param>
    /// <param name="action">The method and the address.</param>
    public void NoteOperation(Principal? by, string action) => Operated(_logger, by?.UserId, by?.KeyName, action);

    /// <param name="by">Whose token or key it was.</param>
    /// <param name="login">Names the login; opens nothing.</param>
    internal void NoteLogIn(Principal by, string login) => LoggedIn(_logger, by.UserId, by.KeyName, login);

    internal void NoteLogOut(UserId user, string login) => LoggedOut(_logger, user, login);

    /// <summary>Credentials did not hold.</summary>
    internal void NoteRefused(string kind, Rejection reason) => RefusedCredentials(_logger, kind, reason);
}
