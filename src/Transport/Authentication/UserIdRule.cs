using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

/// <summary>What is said about user ids, and the part of them that is kept for services.</summary>
internal static class UserIdRule
{
    public const string Text = "must be 1 to 128 characters of A-Z a-z 0-9 _ . : @ -";

    private const string ServicePrefix = "service:";

    /// <summary>No guest may take such a name: it would pass for a back end.</summary>
    public static bool IsService(UserId user) => user.Value.StartsWith(ServicePrefix, StringComparison.Ordinal);

    public static string ForService(string name) => ServicePrefix + name;
}
