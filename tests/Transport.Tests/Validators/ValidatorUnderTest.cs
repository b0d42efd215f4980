using System.Text;
using System.Text.Json.Nodes;
using Streaming.Actors.Ids;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Tests.Validators;

/// <summary>Asks one validator about a message.</summary>
internal static class ValidatorUnderTest
{
    /// <returns>The code of the problem; "" where the message may pass.</returns>
    public static string Ask(
        Func<LiveSettings, IMessageValidator> make,
        Action<StreamingOptions>? configure,
        string data,
        string metadata = "",
        string? contentType = null,
        string room = "lobby",
        string? channel = null)
    {
        var options = new StreamingOptions();
        configure?.Invoke(options);
        var content = Content(data, metadata, contentType, room, channel);
        var asked = make(new LiveSettings(options)).FindProblemAsync(content, default);
        return asked is { IsCompletedSuccessfully: true, Result: var problem } ? problem?.Code ?? "" : throw new InvalidOperationException();
    }

    public static MessageContent Content(
        string data, string metadata = "", string? contentType = null, string room = "lobby", string? channel = null) =>
        new(new UserId("ada"), new RoomId(room), Encoding.UTF8.GetBytes(data), Encoding.UTF8.GetBytes(metadata), contentType, null)
        {
            Channel = channel is null ? null : new ChannelId(channel),
        };

    /// <summary>A message that says this, as a chat client sends it.</summary>
    public static string Saying(string text) => new JsonObject { ["text"] = text }.ToJsonString();
}
