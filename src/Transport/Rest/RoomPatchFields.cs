using System.Collections.Immutable;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>
/// Reads the settings of a room, all or some, as a JSON Merge Patch (RFC 7396) would have them: what is absent stays, and null
/// puts back what holds where nothing is said; but for <c>private</c>, which is yes or no.
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
            MaxMembers = body.IsNull("max_members") ? RoomSettings.MaxMembersBound : (int?)body.Integer("max_members", 1, RoomSettings.MaxMembersBound),
            Tags = body.IsNull("tags") ? ImmutableArray<string>.Empty : body.Texts("tags", RoomSettings.MaxTags, RoomSettings.MaxTagLength),
            Metadata = body.RemovableObject("metadata", RoomSettings.MaxMetadataBytes),
            SlowMode = body.IsNull("slow_mode_s")
                ? TimeSpan.Zero : Seconds(body.Integer("slow_mode_s", 0, (long)RoomSettings.MaxSlowMode.TotalSeconds)),
            Delivery = body.IsNull("delivery") ? Delivery.Reliable : body.Word("delivery", Vocabulary.Deliveries),
            SampleInterval = body.IsNull("sample_interval_ms")
                ? TimeSpan.Zero : Milliseconds(body.Integer("sample_interval_ms", 0, RoomSettings.MaxSampleIntervalMs)),
        };

        // Nobody is to open a room to all by leaving something out.
        if (body.IsNull("private"))
            body.Refuse("private must be true or false");

        // What one field alone does not show.
        if (body.Problem is null && patch.Of(RoomSettings.Default).Problem() is { } problem)
            body.Refuse(problem);
        return patch;
    }

    private static TimeSpan? Milliseconds(long? milliseconds) => milliseconds is { } some ? TimeSpan.FromMilliseconds(some) : null;

    private static TimeSpan? Seconds(long? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
