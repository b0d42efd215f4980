using System.Runtime.InteropServices;

namespace Streaming.Transport.EventLoops;

/// <summary>
/// The kernel's array of events: 32 bits of <see cref="Readiness"/> and 64 of the watcher's choice, which lie close
/// together on x86-64 and aligned elsewhere.
/// </summary>
internal static class EpollEvents
{
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>Bytes of one event.</summary>
    public static int Size { get; } = KeyOffset + sizeof(ulong);

    public static void Write(Span<byte> epollEvent, Readiness readiness, ulong key)
    {
        MemoryMarshal.Write(epollEvent, (uint)readiness);
        MemoryMarshal.Write(epollEvent[KeyOffset..], key);
    }

    public static (Readiness Readiness, ulong Key) Read(ReadOnlySpan<byte> epollEvents, int index)
    {
        var epollEvent = epollEvents.Slice(index * Size, Size);
        return ((Readiness)MemoryMarshal.Read<uint>(epollEvent), MemoryMarshal.Read<ulong>(epollEvent[KeyOffset..]));
    }
}
