using System.Text.Json;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Validators;

/// <summary>
/// Finds names of members by which a program that copies JSON into its objects changes the prototype of all of them: <c>__proto__</c>, and
/// <c>constructor</c> with <c>prototype</c> in it; as names of their own, and in names that are paths (<c>a.__proto__.b</c>). Text that speaks
/// of them is no name.
/// </summary>
internal static class PrototypeKeys
{
    private const int StackCharacters = 256;

    /// <param name="json">A JSON value that has been read before, no deeper than 64; or nothing.</param>
    public static bool AreIn(ReadOnlySpan<byte> json)
    {
        // Hardly any message holds one of these, and without them there is nothing to find. Escaped, the letters are \u005f and the like.
        if (json.IndexOf("__proto__"u8) < 0 && json.IndexOf("constructor"u8) < 0 && json.IndexOf("\\u00"u8) < 0)
            return false;

        var reader = new Utf8JsonReader(json);
        ulong constructors = 0; // One bit a level: whether it is the value of a member "constructor".
        bool isConstructor = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    // The depth of the bracket is that of what surrounds it.
                    ulong bit = 1ul << reader.CurrentDepth;
                    constructors = isConstructor ? constructors | bit : constructors & ~bit;
                    isConstructor = false;
                    break;
                case JsonTokenType.PropertyName:
                    var name = Look(reader.ValueSpan);
                    bool isInConstructor = (constructors & (1ul << (reader.CurrentDepth - 1))) != 0;
                    if (name == Name.Bad || (name == Name.Prototype && isInConstructor))
                        return true;
                    isConstructor = name == Name.Constructor;
                    break;
                default:
                    isConstructor = false;
                    break;
            }
        }

        return false;
    }

    private static Name Look(ReadOnlySpan<byte> written)
    {
        using var buffer = new CharacterBuffer(stackalloc char[StackCharacters], written.Length);
        var name = buffer.Characters[..JsonUnescape.ToCharacters(written, buffer.Characters)];
        return name switch
        {
            "constructor" => Name.Constructor,
            "prototype" => Name.Prototype,
            _ when name.IndexOf("__proto__") >= 0 || IsPath(name) => Name.Bad,
            _ => Name.Other,
        };
    }

    private static bool IsPath(ReadOnlySpan<char> name) =>
        name.IndexOf("constructor.prototype") >= 0 || name.IndexOf("constructor[prototype") >= 0
        || name.IndexOf("constructor[\"prototype") >= 0 || name.IndexOf("constructor['prototype") >= 0;

    private enum Name
    {
        Other,
        Bad,
        Constructor,
        Prototype,
    }
}
