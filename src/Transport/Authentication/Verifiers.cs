using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Authentication;

/// <summary>What checks tokens and API keys with the keys there are now: replaced as a whole when key files or settings change.</summary>
internal sealed class Verifiers
{
    private readonly TimeProvider _time;
    private volatile Pair _now;

    public Verifiers(Live<AuthenticationKeys> keys, TimeProvider time)
    {
        _time = time;
        _now = Make(keys.Value);
        keys.Changed += changed =>
        {
            _now = Make(changed);
            Changed?.Invoke();
        };
    }

    /// <summary>Told when other keys hold than before, on a thread of the pool.</summary>
    public event Action? Changed;

    public JwtAuthenticator Tokens => _now.Tokens;

    public ApiKeyAuthenticator ApiKeys => _now.ApiKeys;

    private Pair Make(AuthenticationKeys keys) =>
        new(new JwtAuthenticator(keys.Rules, keys.Tokens, _time), new ApiKeyAuthenticator(keys.ApiKeys, _time));

    private sealed record Pair(JwtAuthenticator Tokens, ApiKeyAuthenticator ApiKeys);
}
