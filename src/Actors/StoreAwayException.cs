namespace Streaming.Actors;

/// <summary>A store behind one of the ports cannot be reached now. Who asked may try again; nothing is wrong with what was asked.</summary>
public sealed class StoreAwayException(Exception why) : Exception("The store cannot be reached: " + why.Message, why)
{
    /// <summary>Awaits a call to a store, and throws this in place of whatever its adapter throws.</summary>
    /// <exception cref="StoreAwayException">The call failed other than by being given up.</exception>
    public static async ValueTask<T> GuardAsync<T>(ValueTask<T> call)
    {
        try
        {
            return await call;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new StoreAwayException(exception);
        }
    }

    /// <inheritdoc cref="GuardAsync{T}(ValueTask{T})"/>
    public static async ValueTask GuardAsync(ValueTask call)
    {
        try
        {
            await call;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new StoreAwayException(exception);
        }
    }
}
