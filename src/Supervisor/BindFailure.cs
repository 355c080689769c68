using System.Net.Sockets;

namespace HttpActors.Supervisor;

/// <summary>Says in one line why a server could not listen and what to do about it.</summary>
internal static class BindFailure
{
    private const int FirstUnprivilegedPort = 1024;

    internal static (int ExitCode, string Message) Explain(Exception failure, ListenAddress listen, string setting = "--listen HOST:PORT")
    {
        var what = $"cannot listen on {listen}";
        return failure switch
        {
            SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => (ExitCodes.CannotBind,
                $"{what}: the port is in use; stop the program that has it, or choose another with {setting} (port 0 takes a free one)"),
            SocketException { SocketErrorCode: SocketError.AccessDenied } => (ExitCodes.CannotBind,
                $"{what}: not permitted; " + (listen.Port < FirstUnprivilegedPort
                    ? $"ports below {FirstUnprivilegedPort} need privileges, choose a higher one with {setting}"
                    : $"choose another address with {setting}")),
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported } => (ExitCodes.CannotBind,
                $"{what}: no network interface of this machine has that address; use 127.0.0.1 for this machine only, or * for every interface"),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => (ExitCodes.Usage,
                $"{what}: the name '{listen.Host}' has no address; write an IP address, for example 127.0.0.1:{listen.Port}"),
            ArgumentException => (ExitCodes.Usage, $"{what}: {failure.Message}"),
            _ => (ExitCodes.CannotBind, $"{what}: {failure.Message}; choose another address with {setting}"),
        };
    }
}
