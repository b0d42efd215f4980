using StackExchange.Redis;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Redis.Logs;

public sealed partial class RedisRoomLog
{
    private static readonly RedisScript UnpackedScript = new("Logs.unpacked.lua");
    private static readonly RedisScript PackScript = new("Logs.pack.lua");

    public async ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation)
    {
        (RedisKey fence, RedisKey log) = (keys.FenceOf(writer.Shard), keys.LogOf(writer.Shard, writer.Room));
        RedisKey about = keys.AboutLogOf(writer.Shard, writer.Room);
        var reply = (RedisResult[])(await redis.RunAsync(
            UnpackedScript,
            [fence, log, about, keys.SnapshotOf(writer.Shard, writer.Room), keys.RedactedOf(writer.Shard, writer.Room)],
            [writer.Term, keep, IRoomLog.BlockLength]))!;
        if (reply is not [var epoch, var first, var last, var redactions, var entries, var redacted])
            return false;

        // Some milliseconds of work: nothing for the thread that answers come in on.
        (long from, long to) = ((long)first, (long)last);
        (byte[] block, int count) = await Task.Run(
            () => LogBlock.Encode(Gather((RedisResult[])entries!, (long[])redacted!, from, to)), cancellation);
        RedisResult packed = await redis.RunAsync(
            PackScript,
            [fence, log, about, keys.PackedOf(writer.Shard, writer.Room)],
            [writer.Term, (string)epoch!, from, from + count - 1, (string)redactions!, block]);
        return (int)packed == 1;
    }

    /// <summary>What stands in the log, without the content that was taken away: from here on it is gone for good.</summary>
    private static byte[]?[] Gather(RedisResult[] entries, long[] redacted, long from, long to)
    {
        var stored = new byte[]?[to - from + 1];
        for (int i = entries.Length - 1; i >= 0; i--)
            LogEntry.Copy(entries[i], from, stored);
        foreach (long seq in redacted)
        {
            ref byte[]? one = ref stored[seq - from];
            RoomEvent? whole = one is null ? null : LogEntry.Decode(seq, one);
            one = whole is null ? null : LogEntry.Encode(whole.WithoutContent());
        }

        return stored;
    }
}
