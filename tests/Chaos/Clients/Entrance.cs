namespace Streaming.Chaos.Clients;

/// <summary>Whether a client is in a room now, and by which connection; who wants to send there waits for it.</summary>
internal sealed class Entrance
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<ClientSocket> _open = NewSource();

    public ClientSocket? Current
    {
        get
        {
            lock (_gate)
                return _open.Task.IsCompletedSuccessfully ? _open.Task.Result : null;
        }
    }

    public void Open(ClientSocket socket)
    {
        lock (_gate)
        {
            if (_open.Task.IsCompleted)
                _open = NewSource();
            _open.SetResult(socket);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            if (_open.Task.IsCompleted)
                _open = NewSource();
        }
    }

    public Task<ClientSocket> WaitAsync(CancellationToken stopping)
    {
        lock (_gate)
            return _open.Task.WaitAsync(stopping);
    }

    private static TaskCompletionSource<ClientSocket> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
