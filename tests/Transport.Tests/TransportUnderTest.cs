namespace Streaming.Transport.Tests;

/// <summary>
/// What the servers of a test are on: the event loops, unless its class says otherwise in its constructor. What a
/// constructor sets holds for the test that the instance is made for.
/// </summary>
internal static class TransportUnderTest
{
    private static readonly AsyncLocal<bool> KestrelsSockets = new();

    public static bool IsEventLoops => !KestrelsSockets.Value;

    /// <summary>For <c>StreamingOptions.EventLoops</c>.</summary>
    public static int EventLoops => IsEventLoops ? 2 : 0;

    public static void UseKestrelsSockets() => KestrelsSockets.Value = true;
}
