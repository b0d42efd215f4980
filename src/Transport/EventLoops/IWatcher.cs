namespace Streaming.Transport.EventLoops;

/// <summary>Who is told, on the loop's thread, what epoll knows about its descriptor. Must neither block nor throw.</summary>
internal interface IWatcher
{
    void OnReady(Readiness readiness);
}
