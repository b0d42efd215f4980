using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>
/// Reads the settings of a room, all or some, as a JSON Merge Patch (RFC 7396) would have them: what is absent stays, and null
/// takes away what can be away.
/// </summary>
internal static class RoomPatchFields
{
    /// <summary>What is wrong with it is then in <see cref="RequestFields.Problem"/>.</summary>
    public static RoomPatch Read(JsonRequestFields body)
    {
        var patch = new RoomPatch
        {
            Name = body.Removable("name", RoomSettings.MaxNameLength),
            Description = body.Removable("description", RoomSettings.MaxDescriptionLength),
            Category = body.Removable("category", RoomSettings.MaxCategoryLength),
            IsPrivate = body.Flag("private"),
            MaxMembers = (int?)body.Integer("max_members", 1, RoomSettings.MaxMembersBound),
            Tags = body.Texts("tags", RoomSettings.MaxTags, RoomSettings.MaxTagLength),
            Metadata = body.RemovableObject("metadata", RoomSettings.MaxMetadataBytes),
            SlowMode = Seconds(body.Integer("slow_mode_s", 0, (long)RoomSettings.MaxSlowMode.TotalSeconds)),
            Delivery = body.Word("delivery", Vocabulary.Deliveries),
            SampleInterval = body.Integer("sample_interval_ms", 0, RoomSettings.MaxSampleIntervalMs) is { } interval
                ? TimeSpan.FromMilliseconds(interval) : null,
        };

        // What one field alone does not show.
        if (body.Problem is null && patch.Of(RoomSettings.Default).Problem() is { } problem)
            body.Refuse(problem);
        return patch;
    }

    private static TimeSpan? Seconds(long? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
