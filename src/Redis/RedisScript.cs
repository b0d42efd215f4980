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

    // SHA-1 is how Redis names scripts; nothing rests on its strength.
#pragma warning disable CA5350
    private byte[] Hash => _hash ??= SHA1.HashData(Encoding.UTF8.GetBytes(_text));
#pragma warning restore CA5350

    public async Task<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await database.ScriptEvaluateAsync(Hash, keys, values);
        }
        catch (RedisServerException e) when (IsUnknown(e))
        {
            return await database.ScriptEvaluateAsync(_text, keys, values);
        }
    }

    /// <summary>Whether the server does not know it, and has done nothing.</summary>
    public static bool IsUnknown(RedisServerException e) => e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>Sends it to one server, in the order of everything that is sent there.</summary>
    /// <param name="whole">As its text, which the server then knows; else by its hash.</param>
    /// <exception cref="RedisServerException">Among others: <see cref="IsUnknown"/>.</exception>
    public Task<RedisResult> SendAsync(IServer server, bool whole, RedisKey[] keys, RedisValue[] values)
    {
        object name = whole ? _text : Convert.ToHexStringLower(Hash);
        object[] arguments = [name, keys.Length, .. keys, .. values];

        // Followed to another server, it would not be written where it is waited for.
        return server.ExecuteAsync(whole ? "EVAL" : "EVALSHA", arguments, CommandFlags.NoRedirect);
    }

    private static string Read(string name)
    {
        using Stream stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"{typeof(RedisScript).Namespace}.{name}")
            ?? throw new InvalidOperationException($"There is no script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd() + "\n";
    }
}
