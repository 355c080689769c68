using System.IO.Pipelines;

namespace HttpActors.Tests.Client;

/// <summary>Two pipe ends as one connection.</summary>
internal sealed class Ends(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;
}
