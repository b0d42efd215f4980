namespace Streaming.Actors.Sessions;

public sealed partial class ClientSession
{
    /// <summary>
    /// Ends a session whose connection was not let in after all. What it went on with can be resumed as before, with
    /// the token that was presented: the client never heard of the next one.
    /// </summary>
    public async ValueTask GiveBackAsync()
    {
        if (End() is not { } record)
            return;

        await EndRenewalsAsync();
        await _context.Store.RemoveAsync(ResumeToken, CancellationToken.None);
        if (_presentedToken is not null)
            await _context.Store.SaveAsync(record with { Token = _presentedToken }, _context.Options.Ttl, CancellationToken.None);
    }
}
