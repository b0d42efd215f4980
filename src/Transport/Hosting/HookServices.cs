using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Streaming.Actors;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Webhooks;
using Streaming.Transport.Hooks;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;
using Streaming.Transport.Webhooks;

namespace Streaming.Transport.Hosting;

/// <summary>Wires what hears of rooms without being a client: hooks of the application, and webhooks. Nothing runs that nobody asked for.</summary>
internal static class HookServices
{
    public static IServiceCollection AddHooks(this IServiceCollection services, StreamingOptions options)
    {
        services.AddSingleton<HookCounters>().AddSingleton<HookCalls>().AddSingleton<RoomDoor>().AddSingleton<RoomAdditions>()
            .AddSingleton(options.Pipeline.BuildHooks);
        if (!options.Pipeline.HasHooks)
            return services;

        services.AddSingleton(static provider =>
        {
            var counters = provider.GetRequiredService<HookCounters>();
            if (provider.GetService<IMeterFactory>() is { } meters)
                HookMeter.Observe(meters, counters);
            return new RoomNews(
                provider.GetRequiredService<IReadOnlyList<IRoomHooks>>, provider.GetRequiredService<HookCalls>(), counters);
        });
        services.AddSingleton<IRoomObserver>(static provider => provider.GetRequiredService<RoomNews>());
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<RoomNews>());
        return services;
    }

    /// <exception cref="InvalidSettingsException">A webhook cannot be used.</exception>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, StreamingOptions options)
    {
        // Read now: a secret that cannot be used has to stop the start.
        var problems = new List<SettingProblem>();
        var receivers = WebhookReceivers.Load(options, problems);
        if (problems.Count > 0)
            throw new InvalidSettingsException(problems);

        services.TryAddSingleton<IWebhookStore, InMemoryWebhookStore>();
        if (receivers.IsEmpty)
            return services;

        services.AddSingleton<IWebhookSender>(provider => new HttpWebhookSender(
            receivers, provider.GetRequiredService<JsonWriters>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WebhookPorts(
            provider.GetRequiredService<IWebhookStore>(),
            provider.GetRequiredService<IWebhookSender>(),
            [.. receivers.Select(static receiver => receiver.Webhook)]));
        services.AddHostedService<WebhookMeterService>();
        return services;
    }
}
