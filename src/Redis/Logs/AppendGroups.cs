using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Logs;

/// <summary>
/// Has appends share scripts: a script for one message costs Redis five times what the message does, and the node a question and an answer.
/// <para>
/// An append goes out at once while there are few scripts on their way. Beyond that appends gather, and go together when one of those is
/// answered: who does not wait is not delayed, and the more rooms write, the less each costs. What one room's append meets does
/// not touch the others of its script; only when the script as a whole has no answer all of them are of unknown outcome.
/// </para>
/// </summary>
internal sealed class AppendGroups(RedisGate redis, RedisKeys keys, RedisReplication replication)
{
    /// <summary>Enough that neither side waits for the other, few enough that something gathers.</summary>
    private const int MaxOnTheirWay = 8;

    /// <summary>Bounds of a script, which blocks its server: those of the largest single append. An append that is larger goes alone.</summary>
    private const int MaxEvents = 256;
    private const int MaxBytes = 512 * 1024;

    private static readonly RedisScript Script = new("Logs.append.lua");

    private readonly Lock _gate = new();

    /// <summary>At most one for each room that is active here: a mailbox has one append under way.</summary>
    private readonly Queue<PendingAppend> _waiting = [];
    private int _onTheirWay;

    /// <summary>Whether there is one server for all; null while that is not known.</summary>
    private bool? _isOneServer;

    public ValueTask<AppendResult> AppendAsync(RoomAppend append)
    {
        var pending = new PendingAppend(append);
        if (!IsOneServer)
        {
            _ = SendAsync([pending]);
            return pending.Result;
        }

        lock (_gate)
        {
            if (_onTheirWay >= MaxOnTheirWay)
            {
                _waiting.Enqueue(pending);
                return pending.Result;
            }

            _onTheirWay++;
        }

        _ = RunAsync([pending]);
        return pending.Result;
    }

    /// <summary>Sends a group, and whatever has gathered when that is answered, until nothing has. Never fails: each append hears for itself.</summary>
    private async Task RunAsync(List<PendingAppend> group)
    {
        while (true)
        {
            await SendAsync(group);
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _onTheirWay--;
                    return;
                }

                group = TakeUnderGate();
            }
        }
    }

    private List<PendingAppend> TakeUnderGate()
    {
        List<PendingAppend> group = [];
        (int events, int bytes) = (0, 0);
        while (_waiting.TryPeek(out PendingAppend? next))
        {
            (events, bytes) = (events + next.Events, bytes + next.Bytes);
            if (group.Count > 0 && (events > MaxEvents || bytes > MaxBytes))
                break;

            group.Add(_waiting.Dequeue());
        }

        return group;
    }

    private bool IsOneServer
    {
        get
        {
            if (_isOneServer is null && redis.Redis.IsConnected)
                _isOneServer = Array.TrueForAll(redis.Redis.GetServers(), static server => server.ServerType == ServerType.Standalone);
            return _isOneServer == true;
        }
    }

    private async Task SendAsync(List<PendingAppend> group)
    {
        try
        {
            RedisKey[] names = [.. group.SelectMany(NamesOf)];
            RedisValue[] values = group.Count == 1 ? group[0].Values : [.. group.SelectMany(static one => one.Values)];
            var results = (RedisResult[])(await replication.RunAsync(Script, names, values, static reply => ((RedisResult[])reply!).Any(IsWritten)))!;
            for (int i = 0; i < group.Count; i++)
                group[i].End(results[i]);
        }
        catch (RedisException e) when (group.Count > 1 && e.Message.StartsWith("CROSSSLOT", StringComparison.Ordinal))
        {
            // A proxy in front of many servers, which calls itself one. It has run nothing.
            _isOneServer = false;
            await Task.WhenAll(group.Select(one => SendAsync([one])));
        }
        catch (Exception e)
        {
            // Whatever it was: nobody is left waiting, and who has been answered already hears nothing of it.
            group.ForEach(one => one.Fail(e));
        }
    }

    private RedisKey[] NamesOf(PendingAppend append)
    {
        (ShardId shard, RoomId room) = (append.Writer.Shard, append.Writer.Room);
        return append.NeedsMore
            ? [keys.FenceOf(shard), keys.LogOf(shard, room), keys.AboutLogOf(shard, room), keys.RedactedOf(shard, room), keys.AgesOf(shard)]
            : [keys.FenceOf(shard), keys.LogOf(shard, room), keys.AboutLogOf(shard, room)];
    }

    private static bool IsWritten(RedisResult result) => result.Resp2Type == ResultType.Integer && (int)result == 0;

    /// <summary>An append, and who waits for it. Whoever waits goes on at once: a mailbox only notes how it ended.</summary>
    private sealed class PendingAppend
    {
        private readonly TaskCompletionSource<AppendResult> _ended = new();

        public PendingAppend(RoomAppend append)
        {
            Writer = append.Writer;
            Events = append.Events.Length;
            NeedsMore = append.ExpectedSeq == 0 || !append.Redacts.IsEmpty;
            int at = NeedsMore ? 6 + append.Redacts.Length : 4;
            Values = new RedisValue[at + Events];
            (Values[0], Values[1], Values[2], Values[3]) = (Writer.Term, append.Epoch.Value, append.ExpectedSeq, Events);
            if (NeedsMore)
                NameMore(append);
            Bytes = LogEntry.Encode(append.Events, Values, at);
        }

        /// <summary>It may begin a log, or takes content away, and so touches more than the log itself.</summary>
        public bool NeedsMore { get; }

        public RoomWriter Writer { get; }

        public int Events { get; }

        public int Bytes { get; }

        /// <summary>What the script is told of it.</summary>
        public RedisValue[] Values { get; }

        public ValueTask<AppendResult> Result => new(_ended.Task);

        private void NameMore(RoomAppend append)
        {
            (Values[3], Values[4]) = ($"{Events}+{append.Redacts.Length}", Writer.Room.Value);
            Values[5] = append.Events[0].Timestamp.ToUnixTimeMilliseconds();
            for (int i = 0; i < append.Redacts.Length; i++)
                Values[6 + i] = append.Redacts[i];
        }

        public void Fail(Exception why) => _ended.TrySetException(why);

        public void End(RedisResult result)
        {
            if (result.Resp2Type == ResultType.Integer)
                _ended.TrySetResult(RedisRoomLog.ResultOf(result));
            else
                Fail(new RedisException((string?)result ?? "The script does not say what went wrong."));
        }
    }
}
