using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Authentication;

public sealed partial class Authenticator
{
    // The kind of credentials and why; never the credentials themselves.
    [LoggerMessage(LogLevel.Debug, "Refused {CredentialKind}: {Reason}")]
    private static partial void CredentialsRejected(ILogger logger, Rejection reason, string credentialKind);
}
