using System.Collections.Concurrent;

namespace Streaming.Chaos.Histories;

/// <summary>Takes down what clients did and saw. Everybody writes; it is read when the run is over, or by a watcher of what is still open.</summary>
internal sealed class Recorder(RunClock clock)
{
    private readonly ConcurrentQueue<Publication> _publications = new();
    private readonly ConcurrentDictionary<Publication, byte> _open = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<Listening> _listenings = new();
    private readonly ConcurrentQueue<Violation> _violations = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<AckedAttempt>> _attempts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _newest = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(TimeSpan At, string Code)> _errors = new();

    public RunClock Clock => clock;

    public IReadOnlyCollection<Publication> Publications => _publications;

    /// <summary>Those among them that their senders still try to get through.</summary>
    public IEnumerable<Publication> OpenPublications => _open.Keys;

    public IReadOnlyCollection<Listening> Listenings => _listenings;

    public IReadOnlyCollection<Violation> Violations => _violations;

    /// <summary>Errors that clients were told, and the ways in which they did not get in.</summary>
    public IReadOnlyCollection<(TimeSpan At, string Code)> Errors => _errors;

    public IEnumerable<string> Rooms => _attempts.Keys.Order(StringComparer.Ordinal);

    public Publication Begin(string user, string room, string id, string text)
    {
        var publication = new Publication(user, room, id, text, clock.Now);
        _publications.Enqueue(publication);
        _open[publication] = 0;
        return publication;
    }

    public void Acked(Publication publication, TimeSpan sentAt, long seq, string epoch)
    {
        TimeSpan now = clock.Now;
        publication.Acked(seq, epoch);
        _open.TryRemove(publication, out _);
        _attempts.GetOrAdd(publication.Room, static _ => new ConcurrentQueue<AckedAttempt>()).Enqueue(new AckedAttempt(sentAt, now));
        _newest.AddOrUpdate(publication.Room, sentAt, (_, newest) => newest > sentAt ? newest : sentAt);
    }

    /// <summary>Its sender was told that this will never be.</summary>
    public void GaveUp(Publication publication) => _open.TryRemove(publication, out _);

    public Listening Enter(string client, int connection, string node, string room)
    {
        var listening = new Listening(client, connection, node, room);
        _listenings.Enqueue(listening);
        return listening;
    }

    public void Error(string code) => _errors.Enqueue((clock.Now, code));

    public void Violate(ViolationKind kind, string what) => _violations.Enqueue(new Violation(kind, what));

    /// <summary>Whether the room has acked a message that was sent after then.</summary>
    public bool HasTakenSince(string room, TimeSpan then) =>
        _newest.TryGetValue(room, out TimeSpan sentAt) && sentAt > then;

    public IReadOnlyCollection<AckedAttempt> AttemptsIn(string room) =>
        _attempts.TryGetValue(room, out var attempts) ? attempts : [];
}
