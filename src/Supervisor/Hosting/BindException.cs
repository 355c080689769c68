namespace HttpActors.Supervisor.Hosting;

/// <summary>An address of the configuration cannot be had; the message says what to do.</summary>
internal sealed class BindException : Exception
{
    internal BindException(ListenAddress address, Exception cause)
        : base(BindFailure.Explain(cause, address, "its 'address'").Message, cause) =>
        ExitCode = BindFailure.Explain(cause, address, "its 'address'").ExitCode;

    internal int ExitCode { get; }
}
