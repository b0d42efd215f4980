using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Puts in the place of a proxy's address and scheme what it says of who is behind it, before anything else looks at the request.
/// <c>X-Forwarded-For</c> is walked from its right end, where the nearest proxy wrote, for as long as the address it was received from is
/// a trusted proxy's: what a client wrote itself stands further left than its own address, and is never reached.
/// </summary>
/// <param name="networks">At least one: with none, ASP.NET Core's middleware would believe everybody.</param>
internal sealed class TrustedProxies(IReadOnlyList<System.Net.IPNetwork> networks) : IStartupFilter
{
    /// <summary>Proxies in a row; more than anybody has.</summary>
    private const int MaxHops = 16;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseForwardedHeaders(Options());
        next(app);
    };

    private ForwardedHeadersOptions Options()
    {
        if (networks.Count == 0)
            throw new InvalidOperationException("There are no trusted proxies.");

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = MaxHops,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        return options;
    }
}
