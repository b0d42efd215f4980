namespace Streaming.Benchmarks.PeerServers.Bare;

internal enum EnvelopeKind
{
    Join,
    Publish,
}
