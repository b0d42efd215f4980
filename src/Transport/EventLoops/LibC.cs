using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Streaming.Transport.EventLoops;

/// <summary>
/// The calls of Linux that the event loops are made of. The base library has sockets, but no way to wait for many of
/// them on one's own thread, and none to try a read or write without an object and a queue for it.
/// </summary>
internal static unsafe partial class LibC
{
    public const int Interrupted = 4; // EINTR
    public const int WouldBlock = 11; // EAGAIN

    public const int EpollAdd = 1;

    public const int ShutdownBoth = 2;

    private const int CloseOnExec = 0x80000; // EPOLL_CLOEXEC, EFD_CLOEXEC, SOCK_CLOEXEC
    private const int NonBlocking = 0x800; // EFD_NONBLOCK, SOCK_NONBLOCK
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int OpenFiles = 7; // RLIMIT_NOFILE
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int Linger = 13; // SO_LINGER

    /// <summary>
    /// accept tells on this occasion what befell a connection before it was accepted (accept(2), "Error handling"): EPERM, ENONET,
    /// EPROTO, ENOPROTOOPT, EOPNOTSUPP, ENETDOWN, ENETUNREACH, ECONNABORTED, EHOSTDOWN, EHOSTUNREACH.
    /// </summary>
    public static bool IsFaultOfNewConnection(int error) => error is 1 or 64 or 71 or 92 or 95 or 100 or 101 or 103 or 112 or 113;

    public static FileDescriptor CreateEpoll() => FileDescriptor.Of(EpollCreate(CloseOnExec), "epoll_create1");

    public static FileDescriptor CreateEvent() => FileDescriptor.Of(EventFd(0, CloseOnExec | NonBlocking), "eventfd");

    /// <summary>How many descriptors this process may have; a program of .NET has raised it to what it is allowed.</summary>
    public static int DescriptorLimit
    {
        get
        {
            ulong* limits = stackalloc ulong[2];
            return GetRLimit(OpenFiles, limits) == 0 ? (int)Math.Min(limits[0], int.MaxValue) : int.MaxValue;
        }
    }

    /// <summary>Bytes received: 0 at the end of the peer's side, -1 on failure (see <see cref="LastError"/>).</summary>
    public static int Receive(FileDescriptor socket, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
            return (int)Recv(socket, bytes, (nuint)buffer.Length, DontWait);
    }

    /// <summary>Bytes sent, -1 on failure (see <see cref="LastError"/>).</summary>
    public static int Send(FileDescriptor socket, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
            return (int)Send(socket, bytes, (nuint)buffer.Length, DontWait | NoSignal);
    }

    /// <summary>The descriptor of a new, non-blocking connection, -1 on failure; who it came from goes into <paramref name="address"/>.</summary>
    public static int Accept(SafeHandle listener, Span<byte> address, out int addressLength)
    {
        var length = address.Length;
        fixed (byte* bytes = address)
        {
            var accepted = Accept4(listener, bytes, &length, CloseOnExec | NonBlocking);
            addressLength = length;
            return accepted;
        }
    }

    /// <summary>Which of its own addresses a socket is bound to; false on failure.</summary>
    public static bool TryGetName(FileDescriptor socket, Span<byte> address, out int addressLength)
    {
        var length = address.Length;
        fixed (byte* bytes = address)
        {
            var failed = GetSockName(socket, bytes, &length) != 0;
            addressLength = length;
            return !failed;
        }
    }

    /// <summary>What has not been sent when the socket is closed is thrown away, and the peer gets a reset.</summary>
    public static void ResetOnClose(FileDescriptor socket)
    {
        Span<int> onAtOnce = [1, 0];
        fixed (int* value = onAtOnce)
            _ = SetSockOpt(socket, SocketLevel, Linger, value, 2 * sizeof(int));
    }

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(FileDescriptor epoll, int operation, SafeHandle watched, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(FileDescriptor epoll, byte* epollEvents, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(FileDescriptor file, ulong* value, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(FileDescriptor file, ulong* value, nuint length);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(FileDescriptor socket, int how);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(nint descriptor);

    /// <summary>Of the last call on this thread.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();

    public static IOException Failure(string call, int error) =>
        new($"{call}: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetRLimit(int resource, ulong* softAndHard);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Recv(FileDescriptor socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(FileDescriptor socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    private static partial int Accept4(SafeHandle listener, byte* address, int* length, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    private static partial int GetSockName(FileDescriptor socket, byte* address, int* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSockOpt(FileDescriptor socket, int level, int option, void* value, int length);
}
