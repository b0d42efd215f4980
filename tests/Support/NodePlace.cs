namespace Streaming.Support;

/// <summary>Where a node runs.</summary>
/// <param name="Url">What it listens on; port 0 is any that is free.</param>
/// <param name="Within">A command that starts it, such as <c>ip netns exec NAME</c>. It has to become the node, not its parent.</param>
/// <param name="LogFile">Gets every line that it prints, behind those that are there.</param>
public sealed record NodePlace(string Url, IReadOnlyList<string> Within, string? LogFile = null)
{
    public static NodePlace Here { get; } = new("http://127.0.0.1:0", []);
}
