namespace Streaming.Support;

/// <summary>What the user of a node may do, as operators are told: what stands there is what is tested.</summary>
public static class DocumentedRights
{
    private const string Begin = "    ACL SETUSER app on >secret ";

    /// <summary>What a node needs besides that waits for replicas.</summary>
    public static readonly string[] ForReplicas = ["+wait", "+client|info"];

    /// <summary>The words of the ACL, without name and password.</summary>
    public static string[] Read()
    {
        string[] lines = File.ReadAllLines(Checkout.PathOf("docs", "operations.md"));
        int first = Array.FindIndex(lines, static line => line.StartsWith(Begin, StringComparison.Ordinal));
        int last = Array.FindIndex(lines, first, static line => !line.EndsWith('\\'));
        string rights = string.Join(' ', lines[first..(last + 1)])[Begin.Length..];
        return rights.Split([' ', '\\'], StringSplitOptions.RemoveEmptyEntries);
    }
}
