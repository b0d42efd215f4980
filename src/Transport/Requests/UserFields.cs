using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Requests;

/// <summary>A list of users: <c>users</c>, 1 to <see cref="PresenceReader.MaxUsers"/> ids.</summary>
internal static class UserFields
{
    /// <returns>Each once and in that order; of no meaning where the fields have a problem.</returns>
    public static ImmutableArray<UserId> Read(JsonRequestFields fields)
    {
        var names = fields.Texts("users", PresenceReader.MaxUsers, IdSyntax.MaxNameLength);
        if (fields.Problem is null && names is not { IsEmpty: false })
            fields.Missing("users");
        else if (names is { } all && !all.All(static name => IdSyntax.IsName(name)))
            fields.Refuse("users must be made of ids");
        return fields.Problem is null ? [.. names!.Value.Distinct().Select(static name => new UserId(name))] : [];
    }
}
