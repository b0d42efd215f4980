namespace Streaming.Transport.Tests.Malformed;

/// <summary>Something that no client of ours would send.</summary>
/// <param name="Kind">Which class of nonsense it is, for the failure's message.</param>
/// <param name="Bytes">What goes over the socket, frame headers included.</param>
/// <param name="HangsUp">The client vanishes right after it, so no answer can be expected.</param>
public sealed record MalformedInput(string Kind, byte[] Bytes, bool HangsUp = false)
{
    private const int Shown = 200;

    public override string ToString() =>
        $"{Kind}: {Convert.ToHexString(Bytes.AsSpan(0, Math.Min(Bytes.Length, Shown)))}{(Bytes.Length > Shown ? $"… ({Bytes.Length} bytes)" : "")}";
}
