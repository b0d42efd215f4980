namespace Streaming.Transport.EventLoops;

/// <summary>A read that waits.</summary>
internal interface ISocketReader
{
    /// <summary>There is something to read, or an error, or the end. On the loop's thread; must neither block nor throw.</summary>
    void OnReadable();
}
