namespace Streaming.Transport.EventLoops;

/// <summary>A write that waits.</summary>
internal interface ISocketWriter
{
    /// <summary>There is room, or an error. On the loop's thread; must neither block nor throw.</summary>
    void OnWritable();
}
