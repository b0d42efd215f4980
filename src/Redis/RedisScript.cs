using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Streaming.Redis;

/// <summary>
/// A Lua script of this assembly. It is called by its hash, and sent whole to a server that does not know it: one that has restarted, or
/// taken another's place.
/// </summary>
/// <param name="names">Files, as <c>Folder.name.lua</c>: put one after the other, so that scripts can share what stands in the first.</param>
internal sealed class RedisScript(params string[] names)
{
    private readonly string _text = string.Concat(names.Select(Read));
    private byte[]? _hash;

    public async Task<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] values)
    {
        // SHA-1 is how Redis names scripts; nothing rests on its strength.
#pragma warning disable CA5350
        _hash ??= SHA1.HashData(Encoding.UTF8.GetBytes(_text));
#pragma warning restore CA5350
        try
        {
            return await database.ScriptEvaluateAsync(_hash, keys, values);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await database.ScriptEvaluateAsync(_text, keys, values);
        }
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"{typeof(RedisScript).Namespace}.{name}")
            ?? throw new InvalidOperationException($"There is no script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd() + "\n";
    }
}
