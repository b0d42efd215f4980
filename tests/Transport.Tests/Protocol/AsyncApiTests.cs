using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Connections;
using Streaming.Transport.Protocol;
using Xunit;

namespace Streaming.Transport.Tests.Protocol;

/// <summary>The AsyncAPI document says of the WebSocket side what there is, and all of it.</summary>
public sealed class AsyncApiTests
{
    private static readonly AsyncApiDocument Document = AsyncApiDocument.Read();

    /// <summary>What the server says of a connection rather than of a room.</summary>
    private static readonly string[] OfConnection = ["welcome", "error", "leave/confined", "system/reset", "system/skipped", "system/channel_created", "system/draining", "system/notice", "presence/snapshot", "presence/update"];

    [Fact]
    public void Document_IsOfVersionThree_AndItsReferencesLeadSomewhere()
    {
        Assert.Equal("3.0.0", (string?)Document.Root["asyncapi"]);
        foreach (string reference in References(Document.Root))
            Assert.NotNull(Document.Resolve(new JsonObject { ["$ref"] = reference }));
        Assert.Equal(
            Document.Root["components"]!["messages"]!.AsObject().Select(static one => one.Key).Order(),
            Document.Connection["messages"]!.AsObject().Select(static one => one.Key).Order());
    }

    [Fact]
    public void Messages_AreAllUsed()
    {
        var used = References(Document.Root["operations"]).Select(static reference => reference.Split('/')[^1]);

        Assert.Empty(Document.Connection["messages"]!.AsObject().Select(static one => one.Key).Except(used));
    }

    [Fact]
    public void Requests_AreThoseThatTheReaderTakes()
    {
        var taken =
            from type in Vocabulary.Types.Names
            from name in Vocabulary.Events.Names.Prepend("")
            where IsTaken(type, name)
            select Named(type, name);

        Assert.Equal(taken.Order(), Document.MessagesOf("requests").Select(static one => Named(one.Type, one.Event)).Order());
    }

    [Fact]
    public void Examples_AreTaken_AsWhatTheyAreSaidToBe()
    {
        Assert.All(Document.MessagesOf("requests"), static one =>
        {
            Assert.NotEmpty(one.Examples);
            foreach (var example in one.Examples)
            {
                string text = example!["payload"]!.ToJsonString();
                var reading = ClientMessageReader.Read(Encoding.UTF8.GetBytes(text));

                Assert.True(reading.Problem is null, $"{text}: {reading.Problem}");
                Assert.Equal(one.Type, Vocabulary.Types[reading.Message!.Type]);
                Assert.Equal(one.Event, reading.Message.Event == ClientEvent.None ? "" : Vocabulary.Events[reading.Message.Event]);
            }
        });
    }

    [Fact]
    public void Requests_HaveNoFieldThatMeansNothing()
    {
        Assert.All(Document.MessagesOf("requests"), static one =>
            Assert.Empty(one.Payload["properties"]!.AsObject().Select(static field => field.Key).Except(Vocabulary.Fields.Names)));
    }

    [Fact]
    public void Events_AreThoseThatRoomsLogAndRaise_AndOfTheConnection()
    {
        var logged = KindsOf<RoomEvent>().Select(static e =>
            Named(Encoding.UTF8.GetString(EventJson.TypeOf(e)), Encoding.UTF8.GetString(LoggedJson.EventOf(e))));
        var raised = KindsOf<EphemeralEvent>().Select(NameOf);

        Assert.Equal(
            logged.Concat(raised).Concat(OfConnection).Distinct().Order(),
            Document.MessagesOf("events").Select(static one => Named(one.Type, one.Event)).Order());
    }

    [Fact]
    public void ErrorCodes_AreAllThereAre() => Assert.Equal(
        Enum.GetValues<ErrorCode>().Select(static code => code.Name()).Order(), Words(Document.Schemas["error"]!["properties"]!["code"]!).Order());

    [Fact]
    public void CloseCodes_AreAllThereAre() => Assert.Equal(
        Enum.GetValues<CloseCode>().Select(static code => (int)code).Order(),
        Document.Connection["x-close-codes"]!.AsObject()
            .Select(static one => int.Parse(one.Key, System.Globalization.CultureInfo.InvariantCulture)).Order());

    [Fact]
    public void Words_AreThoseOfTheCode()
    {
        Assert.Equal(Vocabulary.Roles.Names.Order(), Words(Document.Schemas["role"]!).Order());
        Assert.Equal(Vocabulary.Permissions.Names.Order(), Words(Document.Schemas["permissions"]!["items"]!).Order());
        Assert.Equal(Vocabulary.Availabilities.Names.Order(), Words(Document.Schemas["availability"]!).Order());
        Assert.Equal(Vocabulary.Deliveries.Names.Order(), Words(Document.Schemas["settings"]!["properties"]!["delivery"]!).Order());
    }

    private static string Named(string type, string name) => name.Length == 0 ? type : $"{type}/{name}";

    private static IEnumerable<string> Words(JsonNode schema) => schema["enum"]!.AsArray().Select(static word => (string)word!);

    /// <summary>Whether a message of this type and event is one, when it has every other field that some message needs.</summary>
    private static bool IsTaken(string type, string name)
    {
        foreach (string place in (string[])["room_id", "channel_id"])
        {
            var message = new JsonObject { ["type"] = type, [place] = "a", ["data"] = new JsonObject() };
            if (name.Length > 0)
                message["event"] = name;
            var reading = ClientMessageReader.Read(Encoding.UTF8.GetBytes(message.ToJsonString()));
            // Where a type takes no event, one that is there means nothing.
            if (reading.Message is { } read && (name.Length == 0 || !TakesNoEvent(read.Type)))
                return true;
        }

        return false;
    }

    private static bool TakesNoEvent(ClientMessageType type)
    {
        var other = new ClientMessage { Type = type, Event = ClientEvent.Other, Room = new RoomId("a"), Data = "1"u8.ToArray() };
        return ClientMessageShape.Problem(other) is null
            || ClientMessageShape.Problem(other with { Room = null, Channel = "a" }) is null;
    }

    private static string NameOf(EphemeralEvent what)
    {
        using var buffer = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer))
            EventJson.WriteEphemeral(json, new RoomId("a"), what);
        var told = JsonNode.Parse(buffer.ToArray())!;
        return Named((string)told["type"]!, (string?)told["event"] ?? "");
    }

    /// <summary>One of each kind, and of each value of the enums that tell some kinds apart.</summary>
    private static IEnumerable<T> KindsOf<T>() =>
        from type in typeof(T).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(T)) && !type.IsAbstract
        from sample in SamplesOf(type)
        select (T)sample;

    private static IEnumerable<object> SamplesOf(Type type)
    {
        var fields = type.GetProperties().Where(static property => property.PropertyType.IsEnum && property.PropertyType.Name.EndsWith("Kind", StringComparison.Ordinal)
            || property.PropertyType == typeof(MessageAction) || property.PropertyType == typeof(RoomAction) || property.PropertyType == typeof(bool)).ToList();
        if (fields.Count == 0)
            return [Sample(type)];

        return fields.SelectMany(field => ValuesOf(field.PropertyType).Select(value =>
        {
            object sample = Sample(type);
            field.SetValue(sample, value);
            return sample;
        }));
    }

    private static IEnumerable<object> ValuesOf(Type type) => type == typeof(bool) ? [true, false] : Enum.GetValues(type).Cast<object>();

    // Of its content only what its name hangs on is looked at; ids are filled in, since they are written.
    private static object Sample(Type type)
    {
        object sample = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanWrite))
        {
            if (property.PropertyType == typeof(UserId))
                property.SetValue(sample, new UserId("u"));
            else if (property.PropertyType == typeof(MessageBody))
                property.SetValue(sample, new MessageBody("1"u8.ToArray()));
            else if (property.PropertyType == typeof(Streaming.Actors.Presence.RosterSnapshot))
                property.SetValue(sample, new Streaming.Actors.Presence.RosterSnapshot(1, []));
            else if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(System.Collections.Immutable.ImmutableArray<>))
                property.SetValue(sample, property.PropertyType.GetField("Empty")!.GetValue(null));
        }

        return sample;
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member =>
            member is { Key: "$ref", Value: JsonValue target } ? [(string)target!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
