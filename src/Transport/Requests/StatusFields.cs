using Streaming.Actors.Presence;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>What a user wants others to see of them, as a client or a back end says it.</summary>
internal static class StatusFields
{
    // Kept for each user, and sent to everyone in each of the user's rooms.
    public const int MaxCustomStatusLength = 256;
    public const int MaxActivityLength = 128;
    public const int MaxMetadataBytes = 2048;

    /// <summary>Whether others get to read words of the user's. That somebody is busy says nothing.</summary>
    public static bool IsSpeaking(UserStatus status) =>
        !string.IsNullOrEmpty(status.CustomStatus) || !string.IsNullOrEmpty(status.Activity) || !status.Metadata.IsEmpty;

    /// <returns>Of no meaning where the fields have a problem.</returns>
    public static UserStatus Read(JsonRequestFields fields)
    {
        if (fields.Word("status", Vocabulary.Availabilities) is not { } availability)
        {
            fields.Missing("status");
            return UserStatus.Online;
        }

        return new UserStatus(
            availability,
            fields.Text("custom_status", MaxCustomStatusLength),
            fields.Object("metadata", MaxMetadataBytes),
            fields.Text("activity", MaxActivityLength));
    }
}
