namespace Streaming.Node.Settings;

/// <summary>
/// Environment variables that deployments use already, and that a node must not be started with: passed over, one would let it run in
/// another way than somebody counts on.
/// </summary>
internal sealed record UnsupportedVariable(string Name, string Rule)
{
    private const string Proxies = "must not be set: with it, whoever connects is believed; name your proxies in Limits:TrustedProxies";

    public static readonly IReadOnlyList<UnsupportedVariable> All =
    [
        new("DATABASE_URL", "must not be set: this build has no archive in PostgreSQL yet"),
        new("ASPNETCORE_FORWARDEDHEADERS_ENABLED", Proxies),
        new("DOTNET_FORWARDEDHEADERS_ENABLED", Proxies),
    ];

    /// <summary>Values are not shown: an address of a store often holds its password.</summary>
    public static void FindSet(IReadOnlyDictionary<string, string> environment, ICollection<SettingFault> faults)
    {
        foreach (var variable in All)
        {
            if (environment.TryGetValue(variable.Name, out string? text) && text.Length > 0)
                faults.Add(new SettingFault(variable.Name, null, "the environment", variable.Rule));
        }
    }
}
