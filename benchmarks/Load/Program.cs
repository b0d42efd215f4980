using System.Globalization;
using Streaming.Benchmarks.Load;

if (args is [HalfOpenHandshakes.Verb, var target, var number])
{
    await HalfOpenHandshakes.RunAsync(new Uri(target), int.Parse(number, CultureInfo.InvariantCulture));
    return 0;
}

if (LoadOptions.Parse(args, out string problem) is not { } options)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}

using var deadline = new CancellationTokenSource(options.Deadline);
var results = new List<LoadResult>();
try
{
    await using var halves = await HalfOpenHandshakes.BeginAsync(options.Url, options.HalfOpen, deadline.Token);
    foreach (Scenario scenario in Scenario.Named(options.Scenarios))
    {
        LoadResult result = await scenario.RunAsync(options, deadline.Token);
        results.Add(result);
        ResultTable.Print(result, isFirst: results.Count == 1);
    }
}
catch (Exception e) when (e is OperationCanceledException or IOException or TimeoutException or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine($"The run was broken off: {e.Message}");
    return 1;
}

if (options.JsonFile is { } file)
    await ResultTable.SaveAsync(results, file);
return results.All(result => result.IsClean) ? 0 : 1;
