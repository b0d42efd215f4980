using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Authentication;

/// <summary>What checks tokens and API keys with the keys there are now: each is replaced as a whole when its key files or the settings change.</summary>
internal sealed class Verifiers
{
    private volatile JwtAuthenticator _tokens;
    private volatile ApiKeyAuthenticator _apiKeys;

    public Verifiers(Live<TokenKeys> tokens, Live<IReadOnlyList<ApiKeyEntry>> apiKeys, TimeProvider time)
    {
        _tokens = Make(tokens.Value);
        _apiKeys = new ApiKeyAuthenticator(apiKeys.Value, time);
        tokens.Changed += changed =>
        {
            _tokens = Make(changed);
            Changed?.Invoke();
        };
        apiKeys.Changed += changed =>
        {
            _apiKeys = new ApiKeyAuthenticator(changed, time);
            Changed?.Invoke();
        };

        JwtAuthenticator Make(TokenKeys keys) => new(keys.Rules, keys.Ring, time);
    }

    /// <summary>Told when other keys hold than before, on a thread of the pool.</summary>
    public event Action? Changed;

    public JwtAuthenticator Tokens => _tokens;

    public ApiKeyAuthenticator ApiKeys => _apiKeys;
}
