using System.IO.Pipelines;

namespace HttpActors.Actors.Transport;

/// <summary>A stream as two pipes; it is disposed when both are complete.</summary>
internal sealed class StreamDuplexPipe(Stream stream) : IDuplexPipe
{
    public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Disposes the stream, and with it the reading end, when it is completed.</summary>
    public PipeWriter Output { get; } = PipeWriter.Create(stream);
}
