using System.CommandLine;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary>One run of a command.</summary>
internal sealed record Invocation(
    ParseResult Parsed, ClusterClient Cluster, Terminal Terminal, bool Json, TimeProvider Time, CancellationToken Cancellation)
{
    public T? Value<T>(Option<T> option) => Parsed.GetValue(option);

    public string Value(Argument<string> argument) => Parsed.GetValue(argument)!;

    public Task<Reply<T>> GetAsync<T>(string path) => Cluster.GetAsync<T>(path, Cancellation);

    public Task<Reply<T>> PostAsync<T>(string path) => Cluster.PostAsync<T>(path, Cancellation);

    /// <summary>Lets time pass; throws when the run is interrupted.</summary>
    public Task WaitAsync(TimeSpan time) => Task.Delay(time, Time, Cancellation);

    /// <summary>An id as part of an address.</summary>
    public static string Escape(string id) => Uri.EscapeDataString(id);
}
