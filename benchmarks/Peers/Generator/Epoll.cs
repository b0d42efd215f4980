using System.Runtime.InteropServices;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Tells which of many sockets have something to read, or room to write.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int Capacity = 1024;
    private const int Add = 1;
    private const int Remove = 2;
    private const int Modify = 3;
    private const uint Readable = 1; // EPOLLIN; what broke is readable too, as far as it matters
    private const uint Writable = 4; // EPOLLOUT

    // 32 bits of readiness and 64 of the watcher's choice, which lie close together on x86-64 and aligned elsewhere.
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = KeyOffset + sizeof(ulong);

    private readonly int _epoll = LibC.CreateEpoll();
    private readonly byte* _events = (byte*)NativeMemory.Alloc((nuint)(Capacity * EventSize));

    /// <param name="key">Comes back with what happens to the socket.</param>
    public void Watch(int socket, int key, bool forWriting) => Control(Add, socket, key, forWriting);

    public void Change(int socket, int key, bool forWriting) => Control(Modify, socket, key, forWriting);

    public void Forget(int socket) => Control(Remove, socket, 0, false);

    /// <param name="nanoseconds">How long to wait at most; negative is for ever.</param>
    /// <returns>How many there are for <see cref="this[int]"/>.</returns>
    public int Wait(long nanoseconds) => LibC.Wait(_epoll, _events, Capacity, nanoseconds);

    public (int Key, bool IsReadable, bool IsWritable) this[int index]
    {
        get
        {
            byte* one = _events + (index * EventSize);
            uint readiness = *(uint*)one;
            return ((int)*(ulong*)(one + KeyOffset), (readiness & ~Writable) != 0, (readiness & Writable) != 0);
        }
    }

    public void Dispose()
    {
        _ = LibC.Close(_epoll);
        NativeMemory.Free(_events);
    }

    private void Control(int operation, int socket, int key, bool forWriting)
    {
        byte* wanted = stackalloc byte[16];
        *(uint*)wanted = forWriting ? Readable | Writable : Readable;
        *(ulong*)(wanted + KeyOffset) = (ulong)key;
        LibC.Control(_epoll, operation, socket, wanted);
    }
}
