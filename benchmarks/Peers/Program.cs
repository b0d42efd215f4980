using Streaming.Benchmarks.Peers;
using Streaming.Support;

if (PeerOptions.Parse(args, out string problem) is not { } options)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(PeerOptions.Usage);
    return 2;
}

using var deadline = new CancellationTokenSource(options.Deadline);
try
{
    // As one in production: what it has is on disk within a second. Rewriting its file would fall into one round and not into another.
    await using var redis = new RedisProcess("--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--auto-aof-rewrite-percentage", "0");
    await redis.StartAsync();
    bool isClean = true;
    if (options.Scenarios.Contains("delivery"))
        isClean &= await new DeliveryScenario(options, redis.Port).RunAsync(deadline.Token);
    if (options.Scenarios.Contains("append"))
        isClean &= await new AppendScenario(options, redis.Port).RunAsync(deadline.Token);
    return isClean ? 0 : 1;
}
catch (Exception e) when (e is OperationCanceledException or IOException or TimeoutException or InvalidOperationException)
{
    Console.Error.WriteLine($"The run was broken off: {e.Message}");
    return 1;
}
