namespace Streaming.Transport.Authentication;

/// <summary>One key of the key file: the hash it is known by, and who shows it.</summary>
/// <param name="Hash">SHA-256 of the key's UTF-8 bytes.</param>
/// <param name="Principal">Who the key stands for.</param>
internal sealed record ApiKeyEntry(ReadOnlyMemory<byte> Hash, Principal Principal);
