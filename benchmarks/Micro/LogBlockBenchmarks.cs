using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Redis.Logs;

namespace Streaming.Benchmarks.Micro;

/// <summary>
/// What packing 256 messages takes, and what is left of them. Chat-like: each is a sentence of this repository's documents, as JSON, by one of twenty users,
/// with ids as clients and nodes make them, a few seconds apart.
/// </summary>
public class LogBlockBenchmarks
{
    private const int Messages = 256;
    private static readonly char[] Ends = ['.', ':', ';', '|', '\n'];

    private byte[][] _stored = [];
    private RedisResult _entry = RedisResult.Create(RedisValue.Null);

    [GlobalSetup]
    public void SetUp()
    {
        _stored = [.. Chat().Select(LogEntry.Encode)];
        byte[] block = LogBlock.Encode(_stored).Block;
        _entry = RedisResult.Create(
            (RedisResult[])[RedisResult.Create((RedisValue)$"{Messages}-0"), RedisResult.Create((RedisValue[])["b", block])]);

        int stored = _stored.Sum(static one => one.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"// {Messages} messages, {stored / Messages} bytes each: {stored} bytes become {block.Length}, {100.0 * block.Length / stored:0} %"));
    }

    [Benchmark]
    public int Pack() => LogBlock.Encode(_stored).Block.Length;

    [Benchmark]
    public int ReadAll() => Read(SoughtEvents.Between(1, Messages));

    [Benchmark]
    public int ReadOne() => Read(SoughtEvents.At([Messages / 2]));

    private int Read(SoughtEvents sought)
    {
        LogBlock.Decode(_entry, sought);
        return sought.Found.Count;
    }

    private static IEnumerable<RoomEvent> Chat()
    {
        var random = new Random(1);
        DateTimeOffset at = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);
        string[] users = [.. Enumerable.Range(0, 20).Select(_ => $"user-{random.Next(10_000)}")];
        string[] connections = [.. users.Select(_ => $"c{random.NextInt64():x16}")];
        long seq = 0;
        foreach (string sentence in Sentences().OrderBy(_ => random.Next()).Take(Messages))
        {
            int user = random.Next(users.Length);
            at += TimeSpan.FromMilliseconds(random.Next(20_000));
            yield return new MessagePublished
            {
                Seq = ++seq, Timestamp = at, By = new UserId(users[user]), Request = new RequestId($"{random.NextInt64():x16}"),
                Origin = new ConnectionId(connections[user]),
                Body = new MessageBody(Encoding.UTF8.GetBytes($"{{\"text\":{JsonSerializer.Serialize(sentence)}}}")),
            };
        }
    }

    private static ImmutableArray<string> Sentences([CallerFilePath] string here = "") =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../docs/decisions"), "*.md").Order(StringComparer.Ordinal)
            .SelectMany(static file => File.ReadAllText(file).Split(Ends, StringSplitOptions.TrimEntries))
            .Where(static sentence => sentence.Length is >= 20 and <= 200),
    ];
}
