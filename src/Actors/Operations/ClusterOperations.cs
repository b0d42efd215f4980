using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Routing;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Operations;

/// <summary>
/// Looking into the cluster and steering it, from any of its nodes. What all nodes know is read here; what one node knows
/// is asked there, and what a room knows is asked of its owner. Code that awaits an answer may go on inside a room's turn or the
/// link's time, and has to leave it before it does any work.
/// </summary>
public sealed class ClusterOperations
{
    /// <summary>Who asks a room on behalf of operators: no user's id has a ~.</summary>
    private static readonly UserId Operator = new("~operator");

    private readonly ShardKeeper _shards;
    private readonly RoomRouter _router;
    private readonly NodeQuestions _questions;
    private readonly SessionHost _sessions;
    private readonly IRoomLog _log;
    private readonly IPeerLink _link;

    internal ClusterOperations(
        ShardKeeper shards, RoomRouter router, NodeQuestions questions, SessionHost sessions, IRoomLog log, IPeerLink link) =>
        (_shards, _router, _questions, _sessions, _log, _link) = (shards, router, questions, sessions, log, link);

    /// <summary>The node that each shard should be on, with the members of now; null where no member takes shards.</summary>
    public ImmutableArray<NodeId?> Preferred() => ShardPreference.Of(_shards.Current.Members, _shards.Current.Owners.Length);

    /// <returns><see cref="RoomReply.Described"/>, or why the owner cannot tell.</returns>
    public Task<RoomReply> DescribeAsync(RoomId room) => _router.AskAsync(room, new DescribeRoom { By = Operator, Request = default });

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        _log.ReadAsync(room, range, cancellation);

    /// <summary>Walks the room's log and checks it.</summary>
    /// <param name="owner">What <see cref="DescribeAsync"/> said just before: the log has to hold at least that. Null: it said nothing.</param>
    public ValueTask<LogVerification> VerifyAsync(RoomId room, RoomDescription? owner, CancellationToken cancellation) =>
        new LogVerifier(_log).VerifyAsync(room, owner, cancellation);

    /// <summary>Asks one node. Null: it did not answer.</summary>
    public Task<NodeAnswer?> AskAsync(NodeId node, NodeQuestion question) => _questions.AskAsync(node, question);

    /// <summary>Asks every member at once.</summary>
    public async Task<ImmutableArray<(NodeId Node, NodeAnswer? Answer)>> AskAllAsync(NodeQuestion question)
    {
        ImmutableArray<NodeId> nodes = [.. _shards.Current.Members.Select(static member => member.Node)];
        NodeAnswer?[] answers = await Task.WhenAll(nodes.Select(node => AskAsync(node, question)));
        return [.. nodes.Zip(answers)];
    }

    /// <summary>Tells a notice to the clients of all nodes.</summary>
    /// <returns>The connections it was told to; null when some node did not take it: sent again under the same id, it reaches those that are left.</returns>
    public Task<int?> TellAsync(Notice notice) => ReachAllAsync(new NodeQuestion.Tell(notice));

    /// <summary>Sends a user away from all connections to all nodes. What they had cannot be resumed; the user may connect anew.</summary>
    /// <returns>The connections that were closed; null when some node did not answer.</returns>
    /// <exception cref="StoreAwayException">Nothing was done.</exception>
    public async Task<int?> ExpelAsync(UserId user, string reason, CancellationToken cancellation)
    {
        // Noted first: who is sent away must not be back before that counts.
        await _sessions.NoteExpelledAsync(user, cancellation);
        return await ReachAllAsync(new NodeQuestion.Expel(user, reason));
    }

    /// <summary>Closes the connections of a login that has ended, on all nodes.</summary>
    /// <returns>How many there were; null when some node did not answer.</returns>
    public Task<int?> EndLoginAsync(string login) => ReachAllAsync(new NodeQuestion.EndLogin(login));

    /// <summary>
    /// Has every node look at the directory now, and do what it would do by itself with the next look: claim what is free and
    /// hand over what another should have.
    /// </summary>
    public void Rebalance()
    {
        foreach (ClusterMember member in _shards.Current.Members)
        {
            if (member.Node != _link.Self)
                _link.Send(member.Node, DirectoryChanged.Instance);
        }

        _shards.LookAgain();
    }

    private async Task<int?> ReachAllAsync(NodeQuestion question)
    {
        int connections = 0;
        foreach ((NodeId node, NodeAnswer? answer) in await AskAllAsync(question))
        {
            if (answer is NodeAnswer.Reached reached)
                connections += reached.Connections;
            else if (_shards.Current.HasMember(node))
                return null;
        }

        return connections;
    }
}
