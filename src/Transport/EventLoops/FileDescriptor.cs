using Microsoft.Win32.SafeHandles;

namespace Streaming.Transport.EventLoops;

/// <summary>
/// A descriptor that is closed once it has been disposed and no call uses it any more: so no call ever reaches another
/// connection that was given the same number.
/// </summary>
internal sealed class FileDescriptor() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    public static FileDescriptor Of(int descriptor, string call)
    {
        if (descriptor < 0)
            throw LibC.Failure(call, LibC.LastError);
        var file = new FileDescriptor();
        file.SetHandle(descriptor);
        return file;
    }

    protected override bool ReleaseHandle() => LibC.Close(handle) == 0;
}
