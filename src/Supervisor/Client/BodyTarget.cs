using HttpActors.Supervisor.Files;

namespace HttpActors.Supervisor.Client;

/// <summary>
/// Where the answer's body goes. A file appears under its name only when it is whole: until then it is FILE.part, which
/// goes away with whatever ends the command early.
/// </summary>
internal sealed class BodyTarget : IAsyncDisposable
{
    private const string PartSuffix = ".part";

    private readonly Stream _stream;
    private readonly string? _path;
    private readonly string? _part;
    private bool _isWhole;

    private BodyTarget(Stream stream, string? path, string? part)
    {
        _stream = stream;
        _path = path;
        _part = part;
    }

    internal bool IsFile => _path is not null;

    /// <summary>Opens it before anything is sent: a request that changes something must not be wasted.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    internal static BodyTarget Open(string? output, Func<Stream> standardOutput)
    {
        if (output is null)
            return new BodyTarget(standardOutput(), null, null);

        try
        {
            var path = new FileInfo(output).LinkTarget is null
                ? Path.GetFullPath(output)
                : File.ResolveLinkTarget(output, returnFinalTarget: true)!.FullName;
            if (Directory.Exists(path))
                throw new UsageException($"'{output}' is a directory; name a file with --output FILE");

            // A device or a FIFO must not be replaced by a file of its name.
            var isSpecial = Path.Exists(path) && FileType.Of(path) != EntryKind.File;
            var part = isSpecial ? null : path + PartSuffix;
            var mode = isSpecial ? FileMode.Open : FileMode.Create;
            return new BodyTarget(new FileStream(part ?? path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0), path, part);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CannotWrite(output, failure);
        }
    }

    /// <exception cref="BrokenPipeException">Nobody reads standard output any more.</exception>
    /// <exception cref="UsageException">It cannot be written.</exception>
    internal async Task WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        try
        {
            // A pipe whose reader stands still holds the write for as long; Ctrl+C must not wait for that.
            await _stream.WriteAsync(octets, CancellationToken.None).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (IOException failure)
        {
            throw Explain(failure);
        }
    }

    /// <summary>All of it has come.</summary>
    internal async Task CompleteAsync()
    {
        try
        {
            await _stream.FlushAsync().ConfigureAwait(false);
            if (IsFile)
                await _stream.DisposeAsync().ConfigureAwait(false);
            if (_part is not null)
                File.Move(_part, _path!, overwrite: true);
            _isWhole = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isWhole || !IsFile)
            return;

        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
            if (_part is not null)
                File.Delete(_part);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What ended the command is told already; that its remains cannot be removed either adds nothing.
        }
    }

    private Exception Explain(Exception failure) => _path is null && failure is IOException broken && StandardOutput.IsGone(broken)
        ? new BrokenPipeException()
        : CannotWrite(_path ?? "standard output", failure);

    private static UsageException CannotWrite(string what, Exception failure) => new(
        $"cannot write {(what == "standard output" ? what : $"'{what}'")}: {failure.Message.TrimEnd('.')}; choose another place with --output FILE");
}
