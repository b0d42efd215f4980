using System.Globalization;
using System.Text.RegularExpressions;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Validators.Schemas;

/// <summary><c>minLength</c>, <c>maxLength</c> and <c>pattern</c>. Lengths are in characters, as in <see cref="JsonTextLength"/>.</summary>
/// <param name="Pattern">One that needs no backtracking.</param>
internal sealed record StringRules(int Min, int Max, Regex? Pattern)
{
    private const int StackCharacters = 512;

    private readonly string _tooShort = string.Create(CultureInfo.InvariantCulture, $"must have {Min} characters or more");
    private readonly string _tooLong = string.Create(CultureInfo.InvariantCulture, $"must have {Max} characters or fewer");

    /// <param name="written">As it stands in the JSON, between the quotation marks.</param>
    public bool Fit(ReadOnlySpan<byte> written, ref SchemaRun run)
    {
        // Each of three may go over it.
        run.Spend(3L * written.Length);
        if (Min > 0 && JsonTextLength.Of(written) < Min)
            return run.Fail(ValidationCode.LengthMin, _tooShort);
        if (written.Length > Max && JsonTextLength.Of(written) > Max)
            return run.Fail(ValidationCode.LengthMax, _tooLong);
        return Pattern is null || IsMatch(Pattern, written) || run.Fail(ValidationCode.PatternMismatch, "does not have the form that it must have");
    }

    public static bool IsMatch(Regex pattern, ReadOnlySpan<byte> written)
    {
        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], written.Length);
        return pattern.IsMatch(buffer.Characters[..JsonUnescape.ToCharacters(written, buffer.Characters)]);
    }
}
