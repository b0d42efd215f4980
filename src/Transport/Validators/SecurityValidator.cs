using System.Diagnostics;
using Streaming.Actors.Ids;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Validators;

/// <summary>
/// Refuses what could harm those who read carelessly: scripts, addresses that are code or deceive, names that reach into prototypes; SQL where
/// that is on. It looks at the strings of data and metadata, and at the names of their members. No replacement for showing text as text.
/// </summary>
internal sealed class SecurityValidator(LiveSettings settings) : IMessageValidator, ISeesRemarks
{
    private const int StackCharacters = 512;

    private readonly Live<State> _state = settings.Derive(static options => new State(options.Validation.Security));

    public string Name => "security";

    public ValueTask<ContentProblem?> FindProblemAsync(MessageContent content, CancellationToken cancellation) =>
        ValueTask.FromResult(Find(content, _state.Value));

    private static ContentProblem? Find(MessageContent content, State state)
    {
        if (state.IsExcepted(content))
            return null;
        if (state.LooksAtKeys && (PrototypeKeys.AreIn(content.Data.Span) || PrototypeKeys.AreIn(content.Metadata.Span)))
            return new ContentProblem(ValidationCode.Metadata, "the name of a member would change the prototype of objects");

        var found = Attack.None;
        foreach (var text in content.Text)
        {
            found = state.Checks.Find(text);
            if (found != Attack.None)
                return Problem(found);
        }

        if (!content.Metadata.IsEmpty)
            found = FindInMetadata(content.Metadata.Span, state.Checks);
        return found == Attack.None ? null : Problem(found);
    }

    private static Attack FindInMetadata(ReadOnlySpan<byte> metadata, SecurityChecks checks)
    {
        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], metadata.Length);
        var found = Attack.None;
        var strings = new JsonStrings(metadata);
        while (found == Attack.None && strings.MoveNext())
            found = checks.Find(buffer.Characters[..JsonUnescape.ToCharacters(strings.Written, buffer.Characters)]);
        return found;
    }

    private static ContentProblem Problem(Attack attack) => attack switch
    {
        Attack.Script => new(ValidationCode.ScriptInjection, "the message holds a script"),
        Attack.Markup => new(ValidationCode.Xss, "the message holds markup that runs code or loads pages"),
        Attack.Protocol => new(ValidationCode.Protocol, "the message holds an address that is code"),
        Attack.Url => new(ValidationCode.SecurityInvalidUrl, "the message holds an address that does not lead where it seems to"),
        Attack.Domain => new(ValidationCode.BlockedDomain, "the message names a domain that is not allowed here"),
        Attack.Sql => new(ValidationCode.SqlInjection, "the message holds SQL"),
        _ => throw new UnreachableException(),
    };

    /// <summary>What the settings say.</summary>
    private sealed class State(SecurityValidationOptions options)
    {
        private readonly NamePattern[] _rooms = [.. options.ExceptRooms];
        private readonly NamePattern[] _channels = [.. options.ExceptChannels];

        public SecurityChecks Checks { get; } = new(options);

        public bool LooksAtKeys { get; } = options.PrototypeKeys;

        public bool IsExcepted(MessageContent content)
        {
            if (content.Channel is { } channel)
                return Matches(_channels, channel.Value);
            // A status is seen in all rooms of the user.
            return content.Room.Value is { } room && Matches(_rooms, room);
        }

        private static bool Matches(NamePattern[] patterns, string name)
        {
            foreach (var pattern in patterns)
            {
                if (pattern.Matches(name))
                    return true;
            }

            return false;
        }
    }
}
