namespace Streaming.Redis.Peers;

/// <summary>The version of <c>peers.proto</c>, raised when an older node must not read a newer one's frames.</summary>
internal static class FrameVersion
{
    public const uint Current = 1;
}
