using Microsoft.AspNetCore.DataProtection;

namespace Streaming.Node.Coordination;

/// <summary>Reads the keys of cookies twice a minute, on a thread of its own: reading waits for Redis, and no request should.</summary>
internal sealed class KeyRingService(SharedProtectionKeys keys, IDataProtectionProvider protection, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var protector = protection.CreateProtector("Streaming.KeyRing");
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                keys.ReadAgain();
                Use(protector);
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    // What reads them. Meanwhile everybody else goes on with those that there were.
    private static void Use(IDataProtector protector)
    {
        try
        {
            protector.Protect([]);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // ASP.NET Core has logged it, and goes on with those that it has.
        }
    }
}
