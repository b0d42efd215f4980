namespace Streaming.Support;

/// <summary>Where a node runs.</summary>
/// <param name="Url">What it listens on; port 0 is any that is free.</param>
/// <param name="Within">A command that starts it, such as <c>ip netns exec NAME</c>. It has to become the node, not its parent.</param>
/// <param name="LogFile">Gets every line that it prints, behind those that are there.</param>
/// <param name="Program">What is started, such as a published <c>Streaming.Node.dll</c>; null: what was built beside the tests.</param>
public sealed record NodePlace(string Url, IReadOnlyList<string> Within, string? LogFile = null, string? Program = null)
{
    public static NodePlace Here { get; } = new("http://127.0.0.1:0", []);
}
