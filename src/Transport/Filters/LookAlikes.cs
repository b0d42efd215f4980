namespace Streaming.Transport.Filters;

/// <summary>
/// Letters of other scripts, and rare ones of the Latin script, that people take for a Latin letter, and digits and signs that stand in for
/// one inside a word. Which these are is a choice: those that are seen in disguised words, not all that resemble.
/// </summary>
internal static class LookAlikes
{
    /// <summary>
    /// Groups with a space between: a letter, and behind it what looks like it. Small and capital letters are listed where they look like
    /// different letters (η like n, Η like H).
    /// </summary>
    public const string Letters =
        // Cyrillic.
        "aа bвьҍ cс dԁ eеэєҽ gԍ hнһ iіı jј kкқҝҟӄ mмӎ nпӆ oоѳө pрҏ qԛ rгѓ sѕ tтҭ uиџ vѵѷ wԝѡшщ xхҳӽ yуүұў zҙ " +
        // Greek. Kappa, iota and their like look the same in both cases.
        "aα bβ eεϵ iι kκϰ mΜ nηΝ oο pρϱ tτ uμυ vν wω xχ yγΥ zζ hΗ mΜ sσςϲ " +
        // Armenian.
        "oօ uսՍ hհ nոռ gցք qզ jյ wա lլ tէ pթ fֆ " +
        // Cherokee: its capitals are what is used.
        "dᎠ rᎡᏒ tᎢ iᎥ aᎪ jᎫ eᎬ wᎳᎳᏔ mᎷ hᎻ yᎩᎽ gᎶᏀᏳ zᏃ bᏏᏴᏼ vᏙᏤ sᏚᏕ lᏞ cᏟ pᏢ kᏦ oᎾ nᏁ fᎦ " +
        // Coptic.
        "aⲁ bⲃ eⲉ hⲏ iⲓ kⲕ mⲙ nⲛ oⲟ pⲣ cⲥ tⲧ yⲩ xⲭ zⲍ wⲱ " +
        // Latin: strokes, hooks, small capitals, phonetic letters.
        "aɑɐɒᴀⱥ bƀɓƃʙᵬ cȼɕƈᴄↄ dđɖɗðᴅᵭ eǝəɘɛɜɞᴇɇ fƒꜰᵮ gɠɡɢǥᶃ hħɦɧʜⱨ iɨɩɪᵻ jɉʝɟᴊ kƙᴋⱪ lӏӀłƚɫɬɭʟⱡꝉ mɱɯᴍᵯ nŋɲɳƞɴᵰ oøɵɔᴏᴑ " +
        "pþƥᴘᵽᵱ qʠɋ rɍɹɻɼɽɾʀᵲᴙ sʂȿƨꜱᵴ tŧƫƭʈʇᴛᵵ uʉʊᴜᵾ vʋʌᴠ wʍᴡ xᶍ yɏƴʏ zƶȥʐʑᴢ";

    /// <summary>Digits and signs, and which letter each stands for inside a word that has letters. 1, ! and | stand for i, and for l.</summary>
    public static char LetterOf(int sign, char one) => sign switch
    {
        '0' => 'o',
        '1' or '!' or '|' => one,
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' or '+' => 't',
        '8' => 'b',
        '9' => 'g',
        '€' => 'e',
        _ => default,
    };
}
