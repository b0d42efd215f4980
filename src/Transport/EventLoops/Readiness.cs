namespace Streaming.Transport.EventLoops;

/// <summary>What epoll tells about a descriptor.</summary>
[Flags]
internal enum Readiness : uint
{
    None = 0,

    /// <summary>There is something to read, the end of the peer's side too.</summary>
    Readable = 0x001, // EPOLLIN

    /// <summary>There is room to write.</summary>
    Writable = 0x004, // EPOLLOUT

    /// <summary>The connection is broken.</summary>
    Failed = 0x008, // EPOLLERR

    /// <summary>Both sides have ended.</summary>
    HungUp = 0x010, // EPOLLHUP

    /// <summary>The peer sends no more.</summary>
    PeerEnded = 0x2000, // EPOLLRDHUP

    /// <summary>To be told once about every change, and not as long as a state lasts.</summary>
    OnChange = 1u << 31, // EPOLLET
}
