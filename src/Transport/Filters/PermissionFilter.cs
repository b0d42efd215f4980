using Streaming.Transport.Authentication;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Filters;

/// <summary>
/// What credentials allow to say, beyond what rooms and channels decide: in which rooms, in which types of content, with links or without;
/// and which keys of metadata are not for users, which are taken away.
/// </summary>
internal sealed class PermissionFilter(LiveSettings settings) : IMessageFilter
{
    private static readonly FilterResult Room = FilterResult.Reject(FilterReasons.Permission, "your credentials do not allow writing in this room");
    private static readonly FilterResult ContentType = FilterResult.Reject(FilterReasons.Permission, "your credentials do not allow this content_type");
    private static readonly FilterResult Link = FilterResult.Reject(FilterReasons.Permission, "your credentials do not allow links");

    private readonly Live<PermissionFilterOptions> _options = settings.Derive(static options => options.Filters.Permission);

    public string Name => "permission";

    public ValueTask<FilterResult> ApplyAsync(MessageContent content, CancellationToken cancellation) => ValueTask.FromResult(
        _options.Value is { Enabled: true } options && content.Principal is { IsBackEnd: false } principal
            ? Apply(options, principal, content)
            : FilterResult.Keep);

    private static FilterResult Apply(PermissionFilterOptions options, Principal principal, in MessageContent content)
    {
        if (options.ReadOnlyRooms.Count > 0 && content.Channel is null && !principal.IsModerator && IsReadOnly(options, content.Room.Value))
            return Room;
        if (options.ContentTypes.Count > 0 && content.ContentType is { } type && !IsAllowed(options, type))
            return ContentType;
        if (options.Links != Speakers.Anyone && !IsOneOf(principal, options.Links) && HasLink(content))
            return Link;
        return content.Metadata.IsEmpty || options.ReservedMetadata.Count == 0
            ? FilterResult.Keep
            : TakeAway(options.ReservedMetadata, content);
    }

    private static bool IsReadOnly(PermissionFilterOptions options, string room)
    {
        for (int i = 0; i < options.ReadOnlyRooms.Count; i++)
        {
            if (options.ReadOnlyRooms[i].Matches(room))
                return true;
        }

        return false;
    }

    // Parameters such as a charset do not count.
    private static bool IsAllowed(PermissionFilterOptions options, ReadOnlySpan<char> type)
    {
        int semicolon = type.IndexOf(';');
        type = (semicolon < 0 ? type : type[..semicolon]).Trim();
        for (int i = 0; i < options.ContentTypes.Count; i++)
        {
            ReadOnlySpan<char> allowed = options.ContentTypes[i];
            bool isMatch = allowed.EndsWith("/*")
                ? type.StartsWith(allowed[..^1], StringComparison.OrdinalIgnoreCase)
                : type.Equals(allowed, StringComparison.OrdinalIgnoreCase);
            if (isMatch)
                return true;
        }

        return false;
    }

    private static bool IsOneOf(Principal principal, Speakers speakers) => speakers switch
    {
        Speakers.Anyone => true,
        Speakers.Users => principal.Kind != PrincipalKind.Guest,
        Speakers.Moderators => principal.IsModerator,
        Speakers.Services => principal.IsBackEnd,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static bool HasLink(in MessageContent content)
    {
        foreach (var text in content.Text)
        {
            var links = new LinkScanner(text);
            while (links.MoveNext())
            {
                if (links.IsLink)
                    return true;
            }
        }

        return false;
    }

    private static FilterResult TakeAway(IReadOnlyList<string> keys, in MessageContent content)
    {
        var members = new JsonMembers(content.Metadata.Span);
        while (members.MoveNext())
        {
            if (MetadataRules.IsListed(keys, members))
                return FilterResult.RewriteMetadata(MetadataRules.Without(content.Metadata.Span, new MetadataRules(keys)));
        }

        return FilterResult.Keep;
    }
}
