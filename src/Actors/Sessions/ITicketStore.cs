namespace Streaming.Actors.Sessions;

/// <summary>Port: tickets that let somebody in once, on any node, within seconds. What they stand for is not looked at here.</summary>
public interface ITicketStore
{
    /// <summary>Keeps what a ticket stands for, for <paramref name="ttl"/> from now.</summary>
    /// <param name="name">One that nobody can guess, and that no other ticket has.</param>
    /// <returns>False: so many are kept already that there is no place now. Nothing was kept.</returns>
    ValueTask<bool> KeepAsync(string name, ReadOnlyMemory<byte> content, TimeSpan ttl, CancellationToken cancellation);

    /// <summary>Takes it out: of any number who try, one gets it. Null when it is unknown, used, or too old.</summary>
    ValueTask<ReadOnlyMemory<byte>?> TakeAsync(string name, CancellationToken cancellation);
}
