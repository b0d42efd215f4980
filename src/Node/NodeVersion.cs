using System.Reflection;

namespace Streaming.Node;

/// <summary>The version that this program was built as.</summary>
internal static class NodeVersion
{
    // Without the commit that the build appends.
    public static string Text { get; } =
        typeof(NodeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
