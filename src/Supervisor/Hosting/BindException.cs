namespace HttpActors.Supervisor.Hosting;

/// <summary>An address of the configuration cannot be had; the message says what to do.</summary>
internal sealed class BindException : Exception
{
    internal BindException(ListenAddress address, string setting, Exception cause)
        : base(BindFailure.Explain(cause, address, setting).Message, cause) =>
        (ExitCode, Port) = (BindFailure.Explain(cause, address, setting).ExitCode, address.Port);

    internal int Port { get; }

    internal int ExitCode { get; }
}
