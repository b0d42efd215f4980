using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Actors.Shards;

namespace Streaming.Redis.Shards;

/// <summary>What a node tells of itself, as JSON: readable for people, and a release that knows more or less can read it.</summary>
internal static partial class MemberInfoJson
{
    public static byte[] Encode(MemberInfo info) => JsonSerializer.SerializeToUtf8Bytes(info, Context.Default.MemberInfo);

    /// <summary>What cannot be read is left out: a member is one whatever it says.</summary>
    public static MemberInfo Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Context.Default.MemberInfo) ?? new MemberInfo();
        }
        catch (JsonException)
        {
            return new MemberInfo();
        }
    }

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(MemberInfo))]
    private sealed partial class Context : JsonSerializerContext;
}
