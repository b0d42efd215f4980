using System.Globalization;
using System.Text;

namespace Streaming.Transport.Filters;

/// <summary>What characters beyond the basic plane are taken for: mostly Latin letters in another style, which stand there in order.</summary>
internal static class AstralFolding
{
    private const int Letters = 26;
    private const int GreekPerStyle = 58;

    public static int Of(int point) => point switch
    {
        // Mathematical letters: thirteen styles of A to Z and a to z, two without dots, five styles of Greek, five of digits.
        >= 0x1D400 and <= 0x1D6A3 => 'a' + (point - 0x1D400) % Letters,
        0x1D6A4 => 'i',
        0x1D6A5 => 'j',
        >= 0x1D6A8 and <= 0x1D7C9 => OfGreek((point - 0x1D6A8) % GreekPerStyle),
        >= 0x1D7CE and <= 0x1D7FF => '0' + (point - 0x1D7CE) % 10,
        >= 0x1FBF0 and <= 0x1FBF9 => '0' + point - 0x1FBF0,
        // In parentheses, in squares, in circles; the letters that flags are made of.
        >= 0x1F110 and <= 0x1F129 => 'a' + point - 0x1F110,
        >= 0x1F130 and <= 0x1F149 => 'a' + point - 0x1F130,
        >= 0x1F150 and <= 0x1F169 => 'a' + point - 0x1F150,
        >= 0x1F170 and <= 0x1F189 => 'a' + point - 0x1F170,
        >= 0x1F1E6 and <= 0x1F1FF => 'a' + point - 0x1F1E6,
        // Tags and variation selectors.
        >= 0xE0000 and <= 0xE0FFF => Folding.Ignored,
        _ => OfCategory(new Rune(point)),
    };

    private static int OfGreek(int place) => place switch
    {
        < 25 => Folding.Of((char)('Α' + place)),
        >= 26 and < 51 => Folding.Of((char)('α' + place - 26)),
        _ => Folding.Break,
    };

    private static int OfCategory(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => Folding.Ignored,
        UnicodeCategory.DecimalDigitNumber => '0' + (int)Rune.GetNumericValue(rune),
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => Rune.ToLowerInvariant(rune).Value,
        _ => Folding.Break,
    };
}
