using System.ComponentModel;
using System.Runtime.InteropServices;

namespace HttpActors.Supervisor.Tests.Harness;

/// <summary>What .NET cannot do to a process or a file system on Unix.</summary>
internal static class Posix
{
    internal const int HangUp = 1;
    internal const int Interrupt = 2;
    internal const int Kill = 9;
    internal const int Terminate = 15;

    internal static void Signal(int process, int signal) => Check(kill(process, signal));

    internal static void MakeFifo(string path) => Check(mkfifo(path, 0x1B6));

    internal static void LimitOpenFiles(int process, ulong most)
    {
        const int OpenFiles = 7; // RLIMIT_NOFILE of Linux on x64, arm64 and arm
        Check(prlimit64(process, OpenFiles, [most, most], 0));
    }

    /// <summary>
    /// A command that hears SIGINT and SIGHUP although its parent does not: what was started in the background of a
    /// script hands its ignored signals down to all it starts.
    /// </summary>
    internal static string[] HearingSignals(string command) => OperatingSystem.IsLinux() && File.Exists(Env)
        ? [Env, "--default-signal=INT", "--default-signal=HUP", command]
        : [command];

    private const string Env = "/usr/bin/env";

    private static void Check(int result)
    {
        if (result != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);

    [DllImport("libc", SetLastError = true)]
    private static extern int prlimit64(int process, int resource, ulong[] wanted, nint before);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
