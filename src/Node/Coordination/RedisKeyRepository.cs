using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using StackExchange.Redis;
using Streaming.Redis;
using Streaming.Redis.Connections;

namespace Streaming.Node.Coordination;

/// <summary>
/// The keys that cookies are protected with, in the Redis that the nodes share, so that a cookie of one node is read by all. Called when keys are read
/// again, away from requests.
/// </summary>
internal sealed class RedisKeyRepository(RedisGate redis, RedisKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Database.HashGetAll(keys.ProtectionKeys).Select(static field => XElement.Parse(field.Value!))];

    public void StoreElement(XElement element, string friendlyName) =>
        Database.HashSet(keys.ProtectionKeys, friendlyName, element.ToString(SaveOptions.DisableFormatting));

    private IDatabase Database => redis.IsClosed ? throw new RedisException("Redis does not answer.") : redis.Redis.GetDatabase();
}
