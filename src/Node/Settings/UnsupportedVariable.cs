namespace Streaming.Node.Settings;

/// <summary>
/// An environment variable that deployments of this kind of server already use, for what this build does not have.
/// Passed over, it would let a node run that keeps nothing where somebody counts on its keeping everything.
/// </summary>
internal static class UnsupportedVariable
{
    public const string Rule = "must not be set: this build has no archive in PostgreSQL yet";

    public static readonly IReadOnlyList<string> All = ["DATABASE_URL"];

    /// <summary>Values are not shown: an address of a store often holds its password.</summary>
    public static void FindSet(IReadOnlyDictionary<string, string> environment, ICollection<SettingFault> faults)
    {
        foreach (string variable in All)
        {
            if (environment.TryGetValue(variable, out string? text) && text.Length > 0)
                faults.Add(new SettingFault(variable, null, "the environment", Rule));
        }
    }
}
