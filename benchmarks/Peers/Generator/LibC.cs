using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>
/// The calls of Linux that the generator is made of. The base library's sockets need an object, a queue and a hop to another thread
/// for what is one call here, and the generator shares the machine with the server it measures.
/// </summary>
internal static unsafe partial class LibC
{
    public const int WouldBlock = 11; // EAGAIN
    public const int InProgress = 115; // EINPROGRESS
    public const int Interrupted = 4; // EINTR

    /// <summary>
    /// Bytes that lie between a server and a narrow socket that is not read: 150,000 were seen (Linux 6.18). A socket that got much before, and took
    /// it promptly, holds a megabyte, since Linux lets the sender's buffer grow with what was under way.
    /// </summary>
    public const int MostHeldForNarrow = 256 * 1024;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int NoSignal = 0x4000;
    private const int Peeking = 2; // MSG_PEEK
    private const int InternetFamily = 2; // AF_INET
    private const int Stream = 1; // SOCK_STREAM
    private const int AddressLength = 16;
    private const int OpenFiles = 7; // RLIMIT_NOFILE
    private const int TimerSlack = 29; // PR_SET_TIMERSLACK

    public static int LastError => Marshal.GetLastPInvokeError();

    public static int CreateEpoll() => Must(EpollCreate(CloseOnExec), "epoll_create1");

    public static void Control(int epoll, int operation, int watched, byte* epollEvent) =>
        Must(EpollControl(epoll, operation, watched, epollEvent), "epoll_ctl");

    /// <param name="nanoseconds">How long to wait; negative is for ever.</param>
    public static int Wait(int epoll, byte* events, int capacity, long nanoseconds)
    {
        long* time = stackalloc long[2];
        (time[0], time[1]) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
        int ready = EpollWait(epoll, events, capacity, nanoseconds < 0 ? null : time, null, 0);
        return ready < 0 && LastError == Interrupted ? 0 : Must(ready, "epoll_pwait2");
    }

    /// <summary>A socket that connects to a port of 127.0.0.1, by itself and later.</summary>
    /// <param name="from">The last number of the address 127.0.0.x that it comes from: each has some 28,000 ports.</param>
    /// <param name="isNarrow">
    /// True: it has segments as over Ethernet and a small buffer for what comes, so that Linux holds less than <see cref="MostHeldForNarrow"/>
    /// for it if it is never read; for a socket as it is by default on the loopback interface it is several megabytes.
    /// </param>
    public static int Connect(int port, int from, bool isNarrow = false)
    {
        int socket = Must(Socket(InternetFamily, Stream | NonBlocking | CloseOnExec, 0), "socket");
        SetOption(socket, 6, 1, 1); // TCP_NODELAY
        if (isNarrow)
        {
            SetOption(socket, 6, 2, 1460); // TCP_MAXSEG
            SetOption(socket, 1, 8, 4096); // SOL_SOCKET, SO_RCVBUF
        }

        Span<byte> address = stackalloc byte[AddressLength];
        if (from != 1)
        {
            SetOption(socket, 0, 24, 1); // IP_BIND_ADDRESS_NO_PORT: the port is chosen when it connects, so many may share it
            WriteAddress(address, 0, from);
            fixed (byte* bytes = address)
                Must(Bind(socket, bytes, AddressLength), "bind");
        }

        WriteAddress(address, port, 1);
        fixed (byte* bytes = address)
        {
            if (Connect(socket, bytes, AddressLength) < 0 && LastError != InProgress)
                Must(-1, "connect");
        }

        return socket;
    }

    /// <summary>What became of a connect.</summary>
    public static int ErrorOf(int socket)
    {
        int error = 0, length = sizeof(int);
        Must(GetSockOpt(socket, 1, 4, &error, &length), "getsockopt"); // SOL_SOCKET, SO_ERROR
        return error;
    }

    /// <summary>Closing it leaves no port behind that waits for a minute.</summary>
    public static void ResetOnClose(int socket)
    {
        int* onAtOnce = stackalloc int[2] { 1, 0 };
        _ = SetSockOpt(socket, 1, 13, onAtOnce, 2 * sizeof(int)); // SOL_SOCKET, SO_LINGER
    }

    /// <summary>Bytes received: 0 at the end, -1 on failure.</summary>
    public static int Receive(int socket, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
            return (int)Recv(socket, bytes, (nuint)buffer.Length, 0);
    }

    /// <summary>Bytes that could be received at once; they stay where they are. 0 at the end, -1 on failure.</summary>
    public static int Peek(int socket, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
            return (int)Recv(socket, bytes, (nuint)buffer.Length, Peeking);
    }

    /// <summary>Bytes sent, -1 on failure.</summary>
    public static int Send(int socket, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
            return (int)Send(socket, bytes, (nuint)buffer.Length, NoSignal);
    }

    /// <summary>For this process and what it starts. Root may go above what it was given; others get as much as they may have.</summary>
    /// <returns>How many it is.</returns>
    public static int RaiseOpenFiles(int wanted)
    {
        ulong* limit = stackalloc ulong[2];
        (limit[0], limit[1]) = ((ulong)wanted, (ulong)wanted);
        if (SetRLimit(OpenFiles, limit) == 0)
            return wanted;
        Must(GetRLimit(OpenFiles, limit), "getrlimit");
        limit[0] = limit[1];
        Must(SetRLimit(OpenFiles, limit), "setrlimit");
        return (int)Math.Min((ulong)wanted, limit[1]);
    }

    /// <summary>Lets this thread's waits end when they are meant to; by default Linux adds up to 50 µs to each.</summary>
    public static void BePunctual() => Must(Prctl(TimerSlack, 1), "prctl");

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    private static int Must(int result, string call) =>
        result >= 0 ? result : throw new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(LastError)}");

    private static void WriteAddress(Span<byte> address, int port, int host)
    {
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, InternetFamily);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)port);
        (address[4], address[7]) = (127, (byte)host);
    }

    private static void SetOption(int socket, int level, int option, int value) =>
        Must(SetSockOpt(socket, level, option, &value, sizeof(int)), "setsockopt");

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int watched, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    private static partial int EpollWait(int epoll, byte* events, int capacity, long* time, void* signals, nuint signalsLength);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Recv(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSockOpt(int socket, int level, int option, void* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSockOpt(int socket, int level, int option, void* value, int* length);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetRLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetRLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Prctl(int option, nuint value);
}
