namespace Streaming.Transport.EventLoops;

/// <summary>
/// The descriptors that connections do not get, so that what the program itself has to open can be opened: a library that is loaded, a file that is read again, a
/// connection with Redis. Without any the runtime ends the process. The system gives the lowest number that is free, so a number tells how many are in use.
/// </summary>
internal sealed class DescriptorReserve
{
    private const int Most = 64;
    private const int PartOfLimit = 8;

    private readonly int _first;

    /// <param name="limit">How many this process may have.</param>
    public DescriptorReserve(int limit)
    {
        int size = Math.Min(Most, limit / PartOfLimit);
        _first = limit - size;
        WhenReached = $"all but {size} of the {limit} files that this process may have open are in use";
    }

    /// <summary>Why there is no connection more, for the person who can raise the limit.</summary>
    public string WhenReached { get; }

    /// <summary>What the system allows this process now.</summary>
    public static DescriptorReserve OfThisProcess() => new(LibC.DescriptorLimit);

    /// <summary>Whether one with this number leaves no more than the reserve.</summary>
    public bool IsReachedBy(int descriptor) => descriptor >= _first - 1;

    /// <summary>Whether there is one more beside the reserve.</summary>
    public bool HasRoom()
    {
        try
        {
            using var next = LibC.CreateEvent();
            return (int)next.DangerousGetHandle() < _first;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
