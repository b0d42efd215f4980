using Microsoft.Extensions.DependencyInjection;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Validators.Schemas;

namespace Streaming.Transport.Hosting;

/// <summary>What the built-in validators need; the pipeline makes them itself.</summary>
internal static class ValidatorServices
{
    /// <summary>Reads the schemas now and not when the first message comes: one that cannot be used has to stop the start.</summary>
    public static IServiceCollection AddValidators(this IServiceCollection services, LiveSettings settings) =>
        services.AddSingleton(settings.Load("schemas", SchemaFiles.Paths, SchemaFiles.Read));
}
