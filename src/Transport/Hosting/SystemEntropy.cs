using System.Security.Cryptography;
using Streaming.Actors.Time;

namespace Streaming.Transport.Hosting;

/// <summary>The operating system's randomness: resume tokens rest on its not being guessable.</summary>
internal sealed class SystemEntropy : IEntropy
{
    public ulong NextUInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
