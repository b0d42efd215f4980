using Streaming.Transport.Tests.Conformance;
using Streaming.Transport.Tests.Malformed;
using Streaming.Transport.Tests.WebSockets;

namespace Streaming.Transport.Tests;

/// <summary>
/// The suites about sockets once more, over those of the web server and on the thread pool, as a node serves them outside
/// Linux and with <c>EventLoops=0</c>.
/// </summary>
public static class OverKestrelsSockets
{
    public sealed class TransportTests : TransportUnderTestTests
    {
        public TransportTests() => TransportUnderTest.UseKestrelsSockets();

        protected override bool IsEventLoops => false;
    }

    public sealed class Connections : WebSocketConnectionTests
    {
        public Connections() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class Closing : WebSocketClosingTests
    {
        public Closing() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class Handshakes : WebSocketHandshakeTests
    {
        public Handshakes() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class Heartbeats : HeartbeatTests
    {
        public Heartbeats() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class Closes : CloseTests
    {
        public Closes() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class Resumes : ResumeTests
    {
        public Resumes() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class Listening : ListeningProperties
    {
        public Listening() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class SlowReaders : SlowReaderTests
    {
        public SlowReaders() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class ServerSentEvents : SseTests
    {
        public ServerSentEvents() => TransportUnderTest.UseKestrelsSockets();
    }

    public sealed class Malformed : MalformedInputTests
    {
        public Malformed() => TransportUnderTest.UseKestrelsSockets();
    }
}
