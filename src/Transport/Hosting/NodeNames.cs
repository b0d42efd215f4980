using System.Globalization;
using Streaming.Actors.Time;

namespace Streaming.Transport.Hosting;

/// <summary>Names for nodes that were given none.</summary>
internal static class NodeNames
{
    private const int MaxMachineLength = 50;

    /// <summary>
    /// The machine's name for people, and a random part, because several nodes run on one machine, and one that starts
    /// again is another node.
    /// </summary>
    public static string For(string machine, IEntropy entropy)
    {
        string readable = string.Concat(machine.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
        string prefix = readable.Length == 0 ? "node" : readable[..Math.Min(readable.Length, MaxMachineLength)];
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{(uint)entropy.NextUInt64():x8}");
    }
}
