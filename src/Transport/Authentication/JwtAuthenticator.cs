using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Checks a JSON Web Token (RFC 7519, along the advice of RFC 8725):
/// (1) it can be read and is small, (2) there is a key for its algorithm and <c>kid</c>, (3) the signature, issuer and
/// audience hold, (4) now is within its time, (5) its claims make a principal.
/// </summary>
internal sealed class JwtAuthenticator
{
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = UnverifiedJwt.MaxLength };
    private readonly JwtKeyRing _keys;
    private readonly TimeProvider _time;
    private readonly TimeSpan _skew;
    private readonly TokenValidationParameters _rules;

    public JwtAuthenticator(JwtOptions options, JwtKeyRing keys, TimeProvider time)
    {
        _keys = keys;
        _time = time;
        _skew = options.ClockSkew;
        _rules = new TokenValidationParameters
        {
            ValidAlgorithms = JwtAlgorithms.All,
            RequireSignedTokens = true,
            IssuerSigningKeyResolver = (_, token, keyId, _) => KeysFor(((JsonWebToken)token).Alg, keyId),
            ValidateIssuer = options.Issuer is not null,
            ValidIssuer = options.Issuer,
            ValidateAudience = options.Audience is not null,
            ValidAudience = options.Audience,
            // Checked below, against the injected clock.
            ValidateLifetime = false,
            RequireExpirationTime = false,
        };
    }

    public AuthOutcome Authenticate(string token)
    {
        // (1)
        if (UnverifiedJwt.Parse(token) is not { } jwt || !JwtAlgorithms.All.Contains(jwt.Algorithm))
            return new AuthOutcome.Rejected(Rejection.Malformed, "this is not a token that this server accepts");

        // (2)
        if (_keys.For(jwt.Algorithm, jwt.KeyId).Count == 0)
            return new AuthOutcome.Rejected(Rejection.UnknownKey, "the token is signed with an unknown key");

        // (3)
        var result = _handler.ValidateToken(token, _rules);
        if (!result.IsValid)
            return Refuse(result.Exception);

        // (4) and (5)
        var (claims, refusal) = JwtClaims.Read(jwt.Payload);
        return claims is null ? refusal! : Admit(claims, _keys.PrintOf(result.SecurityToken.SigningKey));
    }

    /// <summary>Whether the key that vouched for a principal earlier still is one. True for one that no token vouched for.</summary>
    public bool StillTrusts(Principal earlier) => earlier.TokenKey is null || _keys.Has(earlier.TokenKey);

    private AuthOutcome Admit(JwtClaims claims, string key)
    {
        var now = _time.GetUtcNow();
        var end = claims.Expires < DateTimeOffset.MaxValue - _skew ? claims.Expires + _skew : DateTimeOffset.MaxValue;
        if (now >= end)
            return new AuthOutcome.Rejected(Rejection.Expired, "the token has expired");
        if (claims.NotBefore - now > _skew)
            return new AuthOutcome.Rejected(Rejection.NotYetValid, "the token is not valid yet");
        return new AuthOutcome.Authenticated(new Principal
        {
            UserId = claims.User,
            Kind = PrincipalKind.User,
            Scopes = claims.Scopes,
            Rooms = claims.Rooms,
            Channels = claims.Channels,
            IsExemptFromLimits = claims.Limits.IsExempt,
            Limits = claims.Limits.Limits,
            ExpiresAt = end,
            TokenKey = key,
        });
    }

    private IEnumerable<SecurityKey> KeysFor(string algorithm, string? keyId) =>
        // The handler gives an empty text for a kid that is not there.
        _keys.For(algorithm, string.IsNullOrEmpty(keyId) ? null : keyId).Select(static key => key.Key);

    private static AuthOutcome.Rejected Refuse(Exception? why) => why switch
    {
        SecurityTokenInvalidIssuerException =>
            new AuthOutcome.Rejected(Rejection.WrongAudience, "the token is from another issuer"),
        SecurityTokenInvalidAudienceException =>
            new AuthOutcome.Rejected(Rejection.WrongAudience, "the token is meant for another audience"),
        SecurityTokenInvalidSignatureException =>
            new AuthOutcome.Rejected(Rejection.BadSignature, "the token's signature is wrong"),
        // The handler has one exception for each thing that can be odd; none of them is a token we take.
        _ => new AuthOutcome.Rejected(Rejection.Malformed, "this is not a token that this server accepts"),
    };
}
