using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace Streaming.Node.Coordination;

/// <summary>Why Redis cannot be used, in a line for the person who has to put it right.</summary>
/// <param name="Text">The end of a sentence that begins with the address.</param>
/// <param name="MayPass">Waiting may help: it is not there yet, or not ready.</param>
internal sealed record RedisFault(string Text, bool MayPass)
{
    private const string WhereRightsAre = "docs/operations.md has the rights of a node";

    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    public static RedisFault Of(Exception exception)
    {
        string all = string.Join(' ', Chain(exception).Select(static one => one.Message));
        if (Has(all, "NOAUTH") || Has(all, "authentication required"))
            return new RedisFault("asks for a password, and there is none in the address", MayPass: false);
        if (Has(all, "WRONGPASS") || Has(all, "invalid password") || Has(all, "invalid username-password"))
            return new RedisFault("does not take this user and password", MayPass: false);
        if (Chain(exception).OfType<AuthenticationException>().FirstOrDefault() is { } tls)
        {
            string hint = "; Redis:CaFile names the authorities that are trusted, and an address without TLS begins with redis://";
            return new RedisFault($"does not prove who it is by TLS: {Line(tls.Message)}{hint}", MayPass: false);
        }

        if (Chain(exception).FirstOrDefault(static one => Has(one.Message, "NOPERM")) is { } refused)
            return new RedisFault($"does not let this user do what a node has to ({Line(refused.Message)}); {WhereRightsAre}", MayPass: false);
        if (Has(all, "LOADING"))
            return new RedisFault("is still loading its data", MayPass: true);
        return new RedisFault($"cannot be reached: {Line(Innermost(exception).Message)}", MayPass: true);
    }

    /// <summary>The same; where the client cannot say why it has no connection, the network is asked.</summary>
    public static async Task<RedisFault> FindAsync(Exception exception, EndPoint address)
    {
        RedisFault fault = Of(exception);
        if (!fault.MayPass || exception is not RedisConnectionException)
            return fault;

        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timeUp = new CancellationTokenSource(ProbePatience);
        try
        {
            await probe.ConnectAsync(address, timeUp.Token);
            return new RedisFault("answers otherwise than the address says: rediss:// is for TLS, redis:// for none", MayPass: true);
        }
        catch (SocketException socket)
        {
            return new RedisFault($"cannot be reached: {Line(socket.Message)}", MayPass: true);
        }
        catch (OperationCanceledException)
        {
            return new RedisFault("cannot be reached: nothing answers there", MayPass: true);
        }
    }

    /// <param name="missing">Commands that the user may not run, or not on the node's keys and channels.</param>
    public static RedisFault OfRights(IReadOnlyList<string> missing) =>
        new($"does not let this user run {string.Join(", ", missing)} on the node's keys and channels; {WhereRightsAre}", MayPass: false);

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static Exception Innermost(Exception exception) => Chain(exception).Last(static one => one is not null);

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? one = exception; one is not null; one = one.InnerException)
        {
            yield return one;
            if (one is AggregateException many)
            {
                foreach (var inner in many.InnerExceptions.Skip(1).SelectMany(Chain))
                    yield return inner;
            }
        }
    }

    // The first sentence: what follows in the messages of StackExchange.Redis are its counters.
    private static string Line(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        int end = line.IndexOf(", ", StringComparison.Ordinal) is var comma && comma > 0 ? comma : line.Length;
        return line[..Math.Min(end, 200)].TrimEnd('.');
    }
}
