using System.Buffers;
using Streaming.Transport.Filters;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Validators;

/// <summary>The checks of texts that are on, and their order: cheap ones decide whether dear ones are needed.</summary>
internal sealed class SecurityChecks
{
    private const int StackCharacters = 512;

    // Nothing that is looked for can be written without one of these, or what becomes one.
    private static readonly SearchValues<char> Marks = SearchValues.Create("<=:&\ufe13\ufe55\ufe60\ufe64\ufe66\uff06\uff1a\uff1c\uff1d");
    private static readonly SearchValues<char> SqlMarks = SearchValues.Create("'\";&\ufe54\ufe60\uff02\uff06\uff07\uff1b0123456789uUｕＵ");

    private readonly ActiveChecks _active;
    private readonly bool _urls;
    private readonly bool _sql;
    private readonly DomainList _domains;

    public SecurityChecks(SecurityValidationOptions options)
    {
        _active = (options.Scripts ? ActiveChecks.Scripts : 0)
            | (options.Markup ? ActiveChecks.Markup : 0)
            | (options.Protocols ? ActiveChecks.Protocols : 0);
        _urls = options.Urls;
        _sql = options.Sql;
        _domains = new DomainList(options.BlockedDomains);
    }

    /// <param name="text">One string of a message.</param>
    public Attack Find(ReadOnlySpan<char> text)
    {
        if (!_domains.IsEmpty && NamesBlocked(text))
            return Attack.Domain;
        bool mayBeActive = text.ContainsAny(Marks);
        bool maySql = _sql && text.ContainsAny(SqlMarks);
        if (!mayBeActive && !maySql)
            return Attack.None;
        if (_urls && mayBeActive && DeceptiveAddress.IsIn(text))
            return Attack.Url;
        // Folding changes no ordinary text but its case, which is not looked at.
        if (!maySql && !text.ContainsAny(HiddenCharacters.Folded) && !HasComments(text))
            return _active == ActiveChecks.None ? Attack.None : ActiveText.Find(text, _active);
        return FindFolded(text, maySql);
    }

    private bool NamesBlocked(ReadOnlySpan<char> text)
    {
        var links = new LinkScanner(text);
        while (links.MoveNext())
        {
            if (links.Host.Length > Filters.HostName.MaxWritten || _domains.HasLookAlike(links.Host))
                return true;
        }

        return BrokenAddresses.Name(text, _domains);
    }

    private Attack FindFolded(ReadOnlySpan<char> text, bool maySql)
    {
        // Twice as much: for the folded text, and for what is made of that.
        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], 2 * text.Length);
        var folded = buffer.Characters[..FoldedText.Fold(text, buffer.Characters)];
        return Find(folded, buffer.Characters[folded.Length..], maySql);
    }

    private Attack Find(ReadOnlySpan<char> folded, Span<char> spare, bool maySql)
    {
        if (_active != ActiveChecks.None)
        {
            var found = ActiveText.Find(folded, _active);
            // And once more as it is when comments have been taken out: scr<!-- -->ipt.
            if (found == Attack.None && HasComments(folded))
                found = ActiveText.Find(spare[..FoldedText.DropComments(folded, spare)], _active);
            if (found != Attack.None)
                return found;
        }

        return maySql && SqlText.IsAttack(spare[..SqlText.Squeeze(folded, spare)]) ? Attack.Sql : Attack.None;
    }

    private static bool HasComments(ReadOnlySpan<char> text) => text.IndexOf("<!--") >= 0 || text.IndexOf("/*") >= 0;
}
