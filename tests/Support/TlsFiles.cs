namespace Streaming.Support;

/// <summary>Files in PEM.</summary>
/// <param name="Certificate">Of a server.</param>
/// <param name="Key">That of the certificate.</param>
/// <param name="Authority">The certificate of who vouches for it.</param>
public sealed record TlsFiles(string Certificate, string Key, string Authority);
