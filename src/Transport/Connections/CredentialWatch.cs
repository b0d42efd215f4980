using Microsoft.Extensions.Hosting;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Connections;

/// <summary>
/// Closes connections whose credentials were taken back while they live: (1) an API key, or the key of a token, that is gone from its file, as soon
/// as that is read again; (2) a login that has ended, when its node says so, and by asking for those that are open now and then, which also keeps them from ending
/// for want of use; (3) either of them in the moment in which the connection came, when it was not among those that were looked at.
/// </summary>
internal sealed class CredentialWatch(
    ConnectionRegistry registry, Verifiers verifiers, Authenticator authenticator, Logins logins, StreamingNode node, StreamingOptions options, AuthenticationEvents events,
    TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(30);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        node.Questions.OnLoginEnded(login => Close(connection => connection.Principal.Login == login));
        verifiers.Changed += ConfirmKeys;
        registry.Admitted += OnAdmitted;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Four times in the time that a login lasts without use.
        var interval = options.Login.IdleTimeout / 4;
        using var timer = new PeriodicTimer(interval < MaxInterval ? interval : MaxInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await AskForLoginsAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task AskForLoginsAsync(CancellationToken cancellation)
    {
        var open = registry.Live
            .Where(static connection => connection.Principal.Login is not null)
            .Select(static connection => (connection.Principal.UserId, Login: connection.Principal.Login!))
            .Distinct()
            .ToList();
        try
        {
            foreach (var (user, login) in open)
            {
                if (!await logins.IsOpenAsync(user, login, cancellation))
                    Close(connection => connection.Principal.Login == login);
            }
        }
        catch (StoreAwayException)
        {
            // Whether somebody has logged out cannot be known now. The next time.
        }
    }

    private void OnAdmitted(ILiveConnection connection)
    {
        if (connection.Principal.HangsOnKey)
            Confirm(connection);
        if (connection.Principal.Login is { } login)
            _ = ConfirmLoginAsync(connection, connection.Principal.UserId, login);
    }

    // Does not throw: nobody waits for it.
    private async Task ConfirmLoginAsync(ILiveConnection connection, UserId user, string login)
    {
        try
        {
            if (!await logins.IsOpenAsync(user, login, CancellationToken.None))
                connection.Close(CloseReason.Unauthorized);
        }
        catch (StoreAwayException)
        {
            // It is asked for with the others.
        }
    }

    private void ConfirmKeys()
    {
        int revoked = registry.Live.Count(connection => connection.Principal.HangsOnKey && !Confirm(connection));
        if (revoked > 0)
            events.Revoked(revoked);
    }

    // False: it is closed. What the key file says of a key by now holds for its connections, too.
    private bool Confirm(ILiveConnection connection)
    {
        while (true)
        {
            var before = connection.Principal;
            var now = (authenticator.ConfirmKey(before) as AuthOutcome.Authenticated)?.Principal;
            if (now is { MayConnect: true })
            {
                if (before.IsSameAs(now))
                    return true;
                // And once more: what was asked may have changed again before this.
                connection.TryExchange(before, now);
            }
            else if (ReferenceEquals(connection.Principal, before))
            {
                connection.Close(CloseReason.Unauthorized);
                return false;
            }

            // What holds is what it has now, also where it was refreshed meanwhile.
        }
    }

    private int Close(Func<ILiveConnection, bool> which)
    {
        var found = registry.Live.Where(which).ToList();
        foreach (var connection in found)
            connection.Close(CloseReason.Unauthorized);
        if (found.Count > 0)
            events.Revoked(found.Count);
        return found.Count;
    }
}
