namespace Streaming.Transport.Tests.EventLoops;

internal sealed class Turn(Action run) : IThreadPoolWorkItem
{
    public void Execute() => run();
}
