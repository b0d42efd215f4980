using System.Linq.Expressions;
using System.Net;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Node.Coordination;
using Streaming.Node.Settings.Values;
using Streaming.Transport;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;

namespace Streaming.Node.Settings;

/// <summary>
/// Every setting of the section <c>Streaming</c>, one line each. Binding, checks, <c>config show</c> and
/// docs/configuration.md are made of these lines; the defaults are those of <see cref="StreamingOptions"/>.
/// </summary>
internal static class SettingCatalogue
{
    public const string Section = "Streaming";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Tenth = TimeSpan.FromMilliseconds(100);

    public static readonly IReadOnlyList<Setting> All =
    [
        Of(o => o.NodeId, new Text("must be 1 to 64 of the characters A-Z a-z 0-9 _ . -", SettingRules.IsNodeId), "this node's name; by default the machine's name and a random suffix"),
        Of(o => o.AdvertisedUrl, new Text("must be an absolute http or https address", SettingRules.IsHttpAddress), "the address that clients and load balancers reach; by default the listening address"),
        Of(o => o.Region, new Text("must be 1 to 64 of the characters A-Z a-z 0-9 _ . -", SettingRules.IsNodeId), "where this node stands; shown to operators and load balancers"),
        Of(o => o.Latitude, new Maybe<double>(new Number(-90, 90)), "degrees north of this node"),
        Of(o => o.Longitude, new Maybe<double>(new Number(-180, 180)), "degrees east of this node"),
        Of(o => o.Weight, new Number(0.01, 100), "this node's capacity relative to the others': its share of shards and clients"),
        Of(o => o.EventLoops, new Maybe<int>(new WholeNumber(0, 256)), "threads that serve sockets and rooms; by default one per core on Linux; 0: the web server's own sockets and the thread pool, which bear stages and filters that block"),
        Of(o => o.EventLoopPollUs, new WholeNumber(0, 1000, "microseconds"), "time for which an event loop without work looks before it sleeps: answers come sooner by what it takes to wake a core, for processor time"),
        Of(o => o.ReloadInterval, new Duration(TimeSpan.Zero, Hour), "time between two looks at files that settings stand in or name; what has changed there and bears a ↻ holds at once; 0: never"),
        Of(o => o.Coordination.Backend, new Choice<CoordinationBackend>(), "where membership, ownership and logs live; `local` is one node whose rooms end with it, `redis` any number of nodes; `redis` as soon as an address of Redis is given"),
        Masked(o => o.Redis.Configuration, new Text(RedisAddress.Allowed, RedisAddress.IsValid), RedisAddress.Mask, "addresses of Redis: one server, Sentinels, or some of a Redis Cluster; `rediss://` is TLS"),
        Of(o => o.Redis.KeyPrefix, new Word("must be 1 to 64 characters without spaces and braces", SettingRules.IsKeyPrefix), "what the names of all keys and channels in Redis begin with"),
        Of(o => o.Redis.CaFile, new Text("must name a PEM file"), "authorities that may vouch for Redis' certificate; by default those of the system"),
        Of(o => o.Redis.StartTimeout, new Duration(TimeSpan.Zero, Hour), "how long a node that starts keeps trying a Redis that it cannot reach; 0: it ends at the first failure"),
        Of(o => o.Cluster.Shards, new WholeNumber(1, 16_384), "shards that rooms are hashed to; the same on all nodes, for good"),
        Of(o => o.Cluster.LeaseMs, new WholeNumber(300, 60_000, "milliseconds"), "silence after which a node is gone and its shards are taken"),
        Of(o => o.Cluster.RenewMs, new WholeNumber(50, 20_000, "milliseconds"), "time between a node's signs of life; at most half of `Cluster:LeaseMs`"),
        Of(o => o.Cluster.HandOverBatch, new WholeNumber(1, 1024, "shards"), "shards handed over at once; so many stand still together, for a few round trips"),
        Of(o => o.Log.Ack, new Choice<LogAck>(), "when a sender is told that its message is logged: before Redis has answered (a crash loses the last ones), when Redis has it, or when `Log:Replicas` replicas have it too"),
        Of(o => o.Log.Replicas, new WholeNumber(1, 10), "replicas that `Log:Ack=replicated` waits for"),
        Of(o => o.Log.MaxEntriesPerRoom, new WholeNumber(100, 1_000_000, "events"), "logged events that a room keeps; the oldest go first"),
        Of(o => o.Log.MaxAge, new Duration(TimeSpan.Zero, 3650 * Day), "age at which logged events go, in rooms that nobody uses, too; 0 is never"),
        Of(o => o.Log.UncompressedEntries, new WholeNumber(0, 1_000_000, "events"), "the newest logged events of a room that stay as they are in Redis; older ones are kept compressed; 0: all stay"),
        Of(o => o.Rooms.PassivateAfter, new Duration(15 * Second, Day), "a room that nobody uses for so long leaves memory until it is used again"),

        Of(o => o.RequireAuth, new Flag(), "nobody connects without credentials; off: those without are guests"),
        Of(o => o.RoomAuthEnabled, new Flag(), "off: the `rooms` and `channels` of tokens and keys confine nobody; who may be in a room stays the room's decision"),
        Of(o => o.MessageAuthEnabled, new Flag(), "off: the scope `publish` is not asked for"),
        Of(o => o.AuthProviders, new ListOf<AuthProvider>(new Choice<AuthProvider>(), "must be a list of jwt and api_key"), "the kinds of credentials that are looked at"),
        Of(o => o.AllowQueryToken, new Flag(), "take `?access_token=`; addresses end up in logs of proxies"),
        Secret(o => o.Jwt.Secret, new Text("must be a text of 32 characters or more", text => text.Length >= 32), "shared secret of HS256").Live(),
        Of(o => o.Jwt.PublicKeyFile, new Text("must name a PEM file"), "one RSA or P-256 public key in PEM, for RS256 or ES256").Live(),
        Of(o => o.Jwt.JwksFile, new Text("must name a JSON Web Key Set file"), "public keys with their `kid`, for RS256 and ES256").Live(),
        Of(o => o.Jwt.Issuer, new Text("must be the `iss` of tokens"), "the `iss` that tokens must bear; not looked at by default").Live(),
        Of(o => o.Jwt.Audience, new Text("must be the `aud` of tokens"), "the `aud` that tokens must name; not looked at by default").Live(),
        Of(o => o.Jwt.ClockSkew, new Duration(TimeSpan.Zero, 10 * Minute), "how far the issuer's clock may be off").Live(),
        Of(o => o.ApiKeys.File, new Text("must name a JSON file of hashed keys"), "hashed API keys with name, user or service, scopes, limits").Live(),
        Of(o => o.Origins, new ListOf<string?>(new Text("", OriginPolicy.IsOrigin), "must be a list of scheme://host[:port], or *"), "where browsers may come from besides the node's own pages; `*` is anywhere").Live(),

        Of(o => o.AutoCreateRooms, new Flag(), "joining a room that does not exist creates it"),
        Of(o => o.EnableRooms, new Flag(), "off: join, leave and message get `feature_disabled`"),
        Of(o => o.EnableChannels, new Flag(), "off: subscribe, unsubscribe and messages to channels get `feature_disabled`"),
        Of(o => o.Channels, new ListOf<ChannelPolicy>(new ChannelRule(), ChannelRule.Rule), "the channels that there are; the first pattern that matches a name counts, and a name that none matches is `channel_not_found`"),
        Of(o => o.EnablePresence, new Flag(), "off: presence gets `feature_disabled`, and none is sent"),
        Of(o => o.EnableTyping, new Flag(), "off: typing gets `feature_disabled`"),
        Of(o => o.EnableHistory, new Flag(), "off: history gets `feature_disabled`; catching up by `since` still works"),
        Of(o => o.EnableFilters, new Flag(), "off: messages pass no filter"),
        Of(o => o.Filters.Permission.Enabled, new Flag(), "what credentials allow to say is looked at").Live(),
        Of(o => o.Filters.Permission.Links, new Choice<Speakers>(), "who may send links: anyone, who has credentials, moderators of all rooms, or back ends only").Live(),
        Of(o => o.Filters.Permission.ReadOnlyRooms, new ListOf<NamePattern>(new Pattern(), "must be a list of rooms' ids, or beginnings of them followed by *"), "rooms in which only back ends and moderators of all rooms write").Live(),
        Of(o => o.Filters.Permission.ContentTypes, new ListOf<string>(new Word("", SettingRules.IsContentType), "must be a list of types such as text/plain, or image/*"), "the `content_type`s that others than back ends may use; none: all").Live(),
        Of(o => o.Filters.Permission.ReservedMetadata, new ListOf<string>(new Word("", static text => text.Length > 0), "must be a list of keys"), "keys of `metadata` that only back ends may set; from others they are taken away").Live(),
        Of(o => o.Filters.Metadata.Enabled, new Flag(), "metadata is looked at").Live(),
        Of(o => o.Filters.Metadata.MaxKeys, new WholeNumber(0, 10_000), "keys of metadata; 0 is no limit").Live(),
        Of(o => o.Filters.Metadata.MaxKeyLength, new WholeNumber(0, 65_536, "bytes"), "bytes of a key as it is written; 0 is no limit").Live(),
        Of(o => o.Filters.Metadata.MaxValueLength, new WholeNumber(0, 65_536, "bytes"), "bytes of a value as it is written; 0 is no limit").Live(),
        Of(o => o.Filters.Metadata.MaxDepth, new WholeNumber(0, 63, "levels"), "levels of objects and lists, metadata itself included; 0 is no limit").Live(),
        Of(o => o.Filters.Metadata.AllowedKeys, new ListOf<string>(new Word("", static text => text.Length > 0), "must be a list of keys"), "the keys that metadata may have; none: all").Live(),
        Of(o => o.Filters.Metadata.DeniedKeys, new ListOf<string>(new Word("", static text => text.Length > 0), "must be a list of keys"), "keys that metadata may not have").Live(),
        Of(o => o.Filters.Metadata.Action, new Choice<MetadataAction>(), "what is done about a key that may not be there").Live(),
        Of(o => o.Filters.Size.Enabled, new Flag(), "the size of `data` is looked at").Live(),
        Of(o => o.Filters.Size.MaxBytes, new WholeNumber(0, 1_048_576, "bytes"), "bytes of `data`; 0: whatever a message may have").Live(),
        Of(o => o.Filters.Size.Action, new Choice<SizeAction>(), "what is done with larger ones: refused, or their longest string is cut").Live(),
        Of(o => o.Filters.Size.TruncateTo, new WholeNumber(16, 1_048_576, "bytes"), "bytes of `data` that are left then").Live(),
        Of(o => o.Filters.Counts.Enabled, new Flag(), "mentions, emoji and repeated characters are counted").Live(),
        Of(o => o.Filters.Counts.MaxMentions, new WholeNumber(0, 1000), "mentions (`@name`) in one message; 0 is no limit").Live(),
        Of(o => o.Filters.Counts.MaxEmoji, new WholeNumber(0, 10_000), "emoji in one message; 0 is no limit").Live(),
        Of(o => o.Filters.Counts.MaxRepeated, new WholeNumber(0, 10_000), "the same character in a row; 0 is no limit").Live(),
        Of(o => o.Filters.Links.Enabled, new Flag(), "links are looked at").Live(),
        Of(o => o.Filters.Links.MaxUrls, new WholeNumber(0, 1000), "links in one message; 0 is no limit").Live(),
        Of(o => o.Filters.Links.AllowedDomains, new ListOf<string>(new Word("", LinkFilterOptions.IsDomain), "must be a list of domains such as good.example"), "domains that links may lead to, with all below them; none: all").Live(),
        Of(o => o.Filters.Links.BlockedDomains, new ListOf<string>(new Word("", LinkFilterOptions.IsDomain), "must be a list of domains such as evil.example"), "domains that no message may name, with all below them and what looks like them").Live(),
        Of(o => o.Filters.Words.Enabled, new Flag(), "words are looked for").Live(),
        Of(o => o.Filters.Words.File, new Text("must name a text file with a word or phrase a line"), "words that are not wanted, one or a phrase a line; read again when it changes").Live(),
        Of(o => o.Filters.Words.Action, new Choice<WordAction>(), "what is done with a message that has one: refused, the word replaced, or flagged in `metadata.flags`").Live(),
        Of(o => o.Filters.Words.ReplaceWith, new Word("must be a text of at most 16 characters", static text => text.Length <= 16), "what takes a word's place").Live(),
        Of(o => o.Filters.Spam.Enabled, new Flag(), "messages get a spam score").Live(),
        Of(o => o.Filters.Spam.Threshold, new WholeNumber(0, 1000, "points"), "points from which a message is spam; 0 is never").Live(),
        Of(o => o.Filters.Spam.Action, new Choice<SpamAction>(), "what is done with spam: refused, or flagged").Live(),
        Of(o => o.ValidationEnabled, new Flag(), "off: messages pass no validator; the protocol's own checks stay"),

        Of(o => o.Validation.Content.MinLength, new WholeNumber(0, 1_000_000, "characters"), "characters that a text must have; 0: it may be empty").Live(),
        Of(o => o.Validation.Content.MaxLength, new WholeNumber(0, 1_000_000, "characters"), "characters that a text may have; 0: as many as fit").Live(),
        Of(o => o.Validation.Content.TextField, new Word("must be 1 to 64 characters without spaces and dots", SettingRules.IsFieldName), "the member of data that is a message's text").Live(),
        Of(o => o.Validation.Content.StringsAreText, new Flag(), "data that is a string is text, too, whatever `content_type` says").Live(),
        Of(o => o.Validation.Content.RequiredFields, new ListOf<string>(new Word("", SettingRules.IsFieldPath), SettingRules.FieldPaths), "members of data that messages must have").Live(),
        Of(o => o.Validation.Content.UrlFields, new ListOf<string>(new Word("", SettingRules.IsFieldPath), SettingRules.FieldPaths), "members of data that must be http or https addresses").Live(),
        Of(o => o.Validation.Content.EmailFields, new ListOf<string>(new Word("", SettingRules.IsFieldPath), SettingRules.FieldPaths), "members of data that must be e-mail addresses").Live(),
        Of(o => o.Validation.Security.Scripts, new Flag(), "refuse script elements").Live(),
        Of(o => o.Validation.Security.Markup, new Flag(), "refuse markup that runs code or loads pages").Live(),
        Of(o => o.Validation.Security.Protocols, new Flag(), "refuse addresses that are code, such as those of `javascript:`").Live(),
        Of(o => o.Validation.Security.Urls, new Flag(), "refuse web addresses that do not lead where they seem to").Live(),
        Of(o => o.Validation.Security.PrototypeKeys, new Flag(), "refuse names of members such as `__proto__`").Live(),
        Of(o => o.Validation.Security.Sql, new Flag(), "refuse what looks like an attack on a database").Live(),
        Of(o => o.Validation.Security.BlockedDomains, new ListOf<string>(new Word("", LinkFilterOptions.IsDomain), "must be a list of domains such as evil.example"), "domains that data and metadata may not name, with all below them and what looks like them").Live(),
        Of(o => o.Validation.Security.ExceptRooms, new ListOf<NamePattern>(new Pattern(), "must be a list of rooms' ids, or beginnings of them followed by *"), "rooms whose messages may hold code").Live(),
        Of(o => o.Validation.Security.ExceptChannels, new ListOf<NamePattern>(new Pattern(), "must be a list of channels' ids, or beginnings of them followed by *"), "channels whose messages may hold code").Live(),
        Of(o => o.Validation.Schemas, new Text("must name a JSON file, or a folder with a schemas.json"), "which JSON Schema holds in which rooms and channels; the files are read again when they change").Live(),

        Of(o => o.RateLimitEnabled, new Flag(), "off: no message rate is enforced"),
        Of(o => o.RateLimit.MessagesPerSecond, new WholeNumber(1, 100_000), "messages of one user per second, in the long run").Live(),
        Of(o => o.RateLimit.MessagesPerMinute, new WholeNumber(1, 6_000_000), "messages of one user in a minute").Live(),
        Of(o => o.RateLimit.BurstSize, new WholeNumber(1, 100_000), "messages of one user at once, after a quiet time").Live(),
        Of(o => o.RateLimit.RoomMessagesPerSecond, new WholeNumber(1, 1_000_000), "messages, edits, reactions and the like per second that a room takes from all its members"),
        Of(o => o.RateLimit.PerConnection, new Rate(), "what one connection may ask for, messages included").Live(),
        Of(o => o.RateLimit.PerIp, new Rate(), "what one IP address may ask for, messages included; only where `Limits:MaxConnectionsPerIp` is above 0, as the next three").Live(),
        Of(o => o.RateLimit.GuestRequests, new Rate(), "what all guests of one IP address may ask for over REST").Live(),
        Of(o => o.RateLimit.Handshakes, new Rate(), "connections that one IP address may open at one node").Live(),
        Of(o => o.RateLimit.FailedLogIns, new Rate(), "credentials that do not hold which one IP address may show to one node; beyond it none are looked at").Live(),
        Of(o => o.RateLimit.Actions.MessageSend, new Rate(), "messages, edits, reactions and the like, for each user, beside the rates above", "RateLimit:Actions:message.send").Live(),
        Of(o => o.RateLimit.Actions.RoomJoin, new Rate(), "joining; 50 rooms at once have to be possible for who comes back to them, for each user, beside the rates above", "RateLimit:Actions:room.join").Live(),
        Of(o => o.RateLimit.Actions.RoomLeave, new Rate(), "leaving, for each user, beside the rates above", "RateLimit:Actions:room.leave").Live(),
        Of(o => o.RateLimit.Actions.ChannelSubscribe, new Rate(), "subscribing to channels, for each user, beside the rates above", "RateLimit:Actions:channel.subscribe").Live(),
        Of(o => o.RateLimit.Actions.PresenceUpdate, new Rate(), "setting what others see of a user, for each user, beside the rates above", "RateLimit:Actions:presence.update").Live(),
        Of(o => o.RateLimit.Actions.PresenceWatch, new Rate(), "looking at other users, and watching them, for each user, beside the rates above", "RateLimit:Actions:presence.watch").Live(),
        Of(o => o.RateLimit.Actions.Typing, new Rate(), "saying that one types, for each user, beside the rates above", "RateLimit:Actions:typing").Live(),
        Of(o => o.RateLimit.Actions.History, new Rate(), "reading history, for each user, beside the rates above", "RateLimit:Actions:history").Live(),
        Of(o => o.RateLimit.Actions.Read, new Rate(), "read markers, for each user, beside the rates above", "RateLimit:Actions:read").Live(),
        Of(o => o.RateLimit.Actions.Moderate, new Rate(), "moderating, for each user, beside the rates above", "RateLimit:Actions:moderate").Live(),
        Of(o => o.RateLimit.Actions.Signal, new Rate(), "signals to one member, for each user, beside the rates above", "RateLimit:Actions:signal").Live(),
        Of(o => o.RateLimit.Actions.Manage, new Rate(), "what is asked over REST alone, for each user, beside the rates above", "RateLimit:Actions:manage").Live(),
        Of(o => o.RateLimit.Adaptive.Enabled, new Flag(), "limits of users, connections and addresses tighten while the node lags behind").Live(),
        Of(o => o.RateLimit.Adaptive.TargetLag, new Duration(TimeSpan.FromMilliseconds(1), Second), "how long a turn of a room may wait on average before they do").Live(),
        Of(o => o.RateLimit.Adaptive.MinFactor, new Number(0.05, 1), "what is left of them at least").Live(),

        Of(o => o.Limits.MaxConnectionsPerUser, new WholeNumber(0, 10_000), "connections of one user at a time, in the whole cluster; 0 is no limit").Live(),
        Of(o => o.Limits.MaxConnectionsPerIp, new WholeNumber(0, 1_000_000), "connections from one IP address (an IPv6 /64 is one) at a time, in the whole cluster; 0 is no limit, and says that addresses tell nobody apart: then nothing is counted by address").Live(),
        Of(o => o.Limits.MaxGuests, new WholeNumber(0, 10_000_000), "connections of guests at a time, all together, in the whole cluster; 0 is no limit").Live(),
        Of(o => o.Limits.MaxConnectionsPerNode, new WholeNumber(0, 10_000_000), "connections to this node at a time; 0 is no limit").Live(),
        Of(o => o.Limits.TrustedProxies, new ListOf<IPNetwork>(new Network(), Network.Rule), "proxies that are believed about the address and the scheme of who is behind them (`X-Forwarded-For`, `X-Forwarded-Proto`); from anybody else both are ignored"),
        Of(o => o.Limits.MaxRoomsPerUser, new WholeNumber(0, 100_000), "rooms that one user may be a member of; 0 is no limit"),
        Of(o => o.Limits.MaxChannelsPerUser, new WholeNumber(0, 100_000), "channels and patterns that one connection may listen to; 0 is no limit"),
        Of(o => o.Limits.MaxMessageSize, new WholeNumber(256, 1_048_576, "bytes"), "bytes of one frame; four times as many close the connection"),
        Of(o => o.Limits.MaxOutboundBytes, new WholeNumber(1_048_576, 268_435_456, "bytes"), "bytes that may wait for one connection, a frame counting as 64 at least; more close it with 4008"),
        Of(o => o.Limits.MaxRequestsInFlight, new WholeNumber(1, 10_000), "requests of one connection that may wait for their answers; at the bound its socket is not read"),
        Of(o => o.Limits.PingInterval, new Duration(Second, Hour), "time between the server's pings"),
        Of(o => o.Limits.PongTimeout, new Duration(Tenth, 10 * Minute), "time that a ping may stay unanswered; then 4012"),
        Of(o => o.Limits.WriteTimeout, new Duration(Tenth, 10 * Minute), "time that one write to a socket may take"),
        Of(o => o.Limits.MessageTimeout, new Duration(Second, Hour), "time that a message may take from its first byte to its last; then 4011, with the next beat of `Limits:PingInterval`"),
        Of(o => o.Limits.HandshakeTimeout, new Duration(Second, 5 * Minute), "time that a client may take to send the head of a request, a handshake's too"),
        Of(o => o.Limits.IdleTimeout, new Duration(TimeSpan.Zero, Day), "time without request and subscription until 4011; 0 is never"),

        Of(o => o.Compression.Enabled, new Flag(), "compress WebSocket messages (permessage-deflate) for clients that offer it: less traffic for processor time"),
        Of(o => o.Compression.MinBytes, new WholeNumber(64, 1_048_576, "bytes"), "messages to clients are compressed from this size on"),

        Of(o => o.Presence.Grace, new Duration(TimeSpan.Zero, 10 * Minute), "time from a user's last connection closing until others see it"),
        Of(o => o.Presence.AwayAfter, new Duration(TimeSpan.Zero, Day), "a user who has asked for nothing for so long is shown as `away`; 0: never"),
        Of(o => o.Presence.MaxRosterSize, new WholeNumber(0, 100_000, "users"), "users present in a room who are named to its listeners; where there are more these are told how many; 0: all are named"),
        Of(o => o.Presence.MaxWatches, new WholeNumber(1, 10_000, "users"), "users that one connection may watch without being in a room with them"),
        Of(o => o.Sessions.Ttl, new Duration(Second, Day), "time that a session can be resumed after its connection closed"),
        Of(o => o.Login.CookieName, new Text("must be 1 to 64 of the characters A-Z a-z 0-9 _ . -", SettingRules.IsNodeId), "the cookie of users who have logged in"),
        Of(o => o.Login.CookieDomain, new Text("must be the name of a domain", SettingRules.IsDomain), "the domain whose hosts are sent the cookie; by default the host alone that users log in at"),
        Of(o => o.Login.SameSite, new Choice<LoginSameSite>(), "which requests from pages of other sites bear the cookie"),
        Of(o => o.Login.IdleTimeout, new Duration(Minute, 30 * Day), "a login that nobody uses for so long ends; an open connection uses it"),
        Of(o => o.Login.AbsoluteTimeout, new Duration(Minute, 90 * Day), "a login ends after so long, or with the token or key it was had for, if that ends sooner"),
        Of(o => o.Drain.Timeout, new Duration(TimeSpan.Zero, Hour), "time that a node which was asked to stop may take"),
        Of(o => o.Drain.ReconnectSpread, new Duration(TimeSpan.Zero, 10 * Minute), "clients are told to come back at a random moment within this time"),
        Of(o => o.Hooks.Timeout, new Duration(TimeSpan.FromMilliseconds(10), Minute), "time that one hook of an embedding application may take"),
    ];

    /// <param name="key">Where it is not called as its property is.</param>
    private static SettingOf<T> Of<T>(Expression<Func<StreamingOptions, T>> option, IValueKind<T> kind, string note, string? key = null) =>
        SettingOf<T>.For(option, kind, note, static text => text, key);

    private static SettingOf<T> Secret<T>(Expression<Func<StreamingOptions, T>> option, IValueKind<T> kind, string note) =>
        SettingOf<T>.For(option, kind, note, mask: null);

    private static SettingOf<T> Masked<T>(
        Expression<Func<StreamingOptions, T>> option, IValueKind<T> kind, Func<string, string> mask, string note) =>
        SettingOf<T>.For(option, kind, note, mask);
}
