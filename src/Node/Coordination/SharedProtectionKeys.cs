using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Streaming.Node.Coordination;

/// <summary>
/// Has the keys of cookies read again when asked to. By itself ASP.NET Core reads them once a day: nodes that start together and find none
/// make one each, and would not know the others' until then.
/// </summary>
internal sealed class SharedProtectionKeys(IKeyManager inner) : IKeyManager, IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _again = new();

    public void ReadAgain()
    {
        CancellationTokenSource before;
        lock (_gate)
            (before, _again) = (_again, new CancellationTokenSource());
        before.Cancel();
        before.Dispose();
    }

    public CancellationToken GetCacheExpirationToken()
    {
        lock (_gate)
            return _again.Token;
    }

    public IReadOnlyCollection<IKey> GetAllKeys() => inner.GetAllKeys();

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate)
    {
        var key = inner.CreateNewKey(activationDate, expirationDate);
        ReadAgain();
        return key;
    }

    public void RevokeKey(Guid keyId, string? reason = null)
    {
        inner.RevokeKey(keyId, reason);
        ReadAgain();
    }

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null)
    {
        inner.RevokeAllKeys(revocationDate, reason);
        ReadAgain();
    }

    public void Dispose() => _again.Dispose();
}
