using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Hosting;

/// <summary>Adds the rooms server to an ASP.NET Core program; <c>MapStreaming</c> gives it its addresses.</summary>
public static class StreamingServiceCollectionExtensions
{
    /// <summary>Adds the server with the defaults of Production, changed by <paramref name="configure"/>.</summary>
    /// <exception cref="InvalidSettingsException">The settings, or the key files they name, cannot be used.</exception>
    public static IServiceCollection AddStreaming(
        this IServiceCollection services, Action<StreamingOptions>? configure = null)
    {
        var options = new StreamingOptions();
        configure?.Invoke(options);
        return services.AddStreaming(options);
    }

    /// <summary>Adds the server with <paramref name="options"/>, which must not change any more.</summary>
    /// <exception cref="InvalidSettingsException">The settings, or the key files they name, cannot be used.</exception>
    public static IServiceCollection AddStreaming(this IServiceCollection services, StreamingOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddAuthentication(options).AddLifecycle();
    }

    private static IServiceCollection AddAuthentication(this IServiceCollection services, StreamingOptions options)
    {
        // Read now and not when the first client comes: a key file that cannot be used has to stop the start.
        var keys = AuthenticationKeys.Load(options);
        services.AddSingleton(provider => new Authenticator(
            new CredentialReader(options),
            new JwtAuthenticator(options.Jwt, keys.Tokens, provider.GetRequiredService<TimeProvider>()),
            new ApiKeyAuthenticator(keys.ApiKeys, provider.GetRequiredService<TimeProvider>()),
            new GuestAuthenticator(options, provider.GetRequiredService<IdSource>()),
            provider.GetRequiredService<ILogger<Authenticator>>()));
        services.AddSingleton<OriginPolicy>();
        return services;
    }

    private static IServiceCollection AddLifecycle(this IServiceCollection services)
    {
        services.AddSingleton<ServingState>();
        services.AddHostedService<DrainOnStop>();
        return services;
    }
}
