namespace HttpActors;

/// <summary>What every error of this library has.</summary>
public interface IHttpError
{
    /// <summary>A stable name for programs to branch on, as Node's: <c>ECONNRESET</c>, <c>ERR_STREAM_WRITE_AFTER_END</c>, …</summary>
    string Code { get; }
}
