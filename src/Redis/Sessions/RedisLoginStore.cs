using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Sessions;

/// <summary>
/// Logins in Redis, a hash each, that goes by itself when its time is up. All of a user's lie in one slot, with a list of them.
/// </summary>
public sealed class RedisLoginStore(RedisGate redis, RedisKeys keys) : ILoginStore
{
    private static readonly RedisScript SaveScript = new("Sessions.save-login.lua");
    private static readonly RedisScript UseScript = new("Sessions.use-login.lua");
    private static readonly RedisScript ExchangeScript = new("Sessions.exchange-login.lua");
    private static readonly RedisScript ConfirmScript = new("Sessions.confirm-login.lua");
    private static readonly RedisScript EndScript = new("Sessions.end-login.lua");

    public async ValueTask SaveAsync(LoginRecord login, TimeSpan idle, DateTimeOffset now, CancellationToken cancellation) =>
        await redis.RunAsync(
            SaveScript,
            [keys.LoginOf(login.User, login.Name), keys.LoginsOf(login.User)],
            [
                LifeOf(login.EndsAt, idle, now), now.ToUnixTimeMilliseconds(), login.Name, ILoginStore.MaxPerUser,
                (string)keys.LoginOf(login.User, "")!, login.Secret, login.EndsAt.UtcTicks, login.ExchangedAt.UtcTicks, login.Content,
                Math.Max(1, (long)(login.EndsAt - now).TotalMilliseconds),
            ]);

    public async ValueTask<LoginRecord?> UseAsync(
        UserId user, string name, TimeSpan idle, DateTimeOffset now, CancellationToken cancellation)
    {
        RedisResult reply = await redis.RunAsync(UseScript, [keys.LoginOf(user, name)], [(long)idle.TotalMilliseconds]);
        if (reply.IsNull)
            return null;

        var fields = (RedisValue[])reply!;
        var login = new LoginRecord(user, name, fields[0]!, new DateTimeOffset((long)fields[2], TimeSpan.Zero), (byte[])fields[4]!)
        {
            EarlierSecret = fields[1]!,
            ExchangedAt = new DateTimeOffset((long)fields[3], TimeSpan.Zero),
            ConfirmedAt = fields[5].IsNullOrEmpty ? null : new DateTimeOffset((long)fields[5], TimeSpan.Zero),
        };
        if (login.EndsAt > now)
            return login;

        await EndAsync(user, name, cancellation);
        return null;
    }

    public async ValueTask<bool> ExchangeAsync(
        UserId user, string name, string before, string shown, string after, DateTimeOffset now, CancellationToken cancellation) =>
        (int)await redis.RunAsync(ExchangeScript, [keys.LoginOf(user, name)], [before, shown, after, now.UtcTicks]) == 1;

    public async ValueTask ConfirmAsync(UserId user, string name, string secret, DateTimeOffset now, CancellationToken cancellation) =>
        await redis.RunAsync(ConfirmScript, [keys.LoginOf(user, name)], [secret, now.UtcTicks]);

    public async ValueTask<bool> EndAsync(UserId user, string name, CancellationToken cancellation) =>
        (int)await redis.RunAsync(EndScript, [keys.LoginOf(user, name), keys.LoginsOf(user)], [name]) == 1;

    private static long LifeOf(DateTimeOffset endsAt, TimeSpan idle, DateTimeOffset now) =>
        (long)(endsAt - now < idle ? endsAt - now : idle).TotalMilliseconds;
}
