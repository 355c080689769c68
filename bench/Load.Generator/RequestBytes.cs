using System.Runtime.InteropServices;
using System.Text;

namespace HttpActors.Bench.Load.Generator;

/// <summary>
/// What a connection sends in one go, built once and kept outside the managed heap: its address goes to the
/// kernel on every send. Heads carry only what wrk sends, so that both load the server alike.
/// </summary>
internal sealed unsafe class RequestBytes
{
    private RequestBytes(string text, int count)
    {
        Count = count;
        Length = Encoding.ASCII.GetByteCount(text);
        Data = (byte*)NativeMemory.Alloc((nuint)Length);
        Encoding.ASCII.GetBytes(text, new Span<byte>(Data, Length));
    }

    public byte* Data { get; }

    public int Length { get; }

    /// <summary>The number of requests, and so of responses to wait for.</summary>
    public int Count { get; }

    public static RequestBytes Single(GeneratorOptions options) => new(Text(options, options.Path), 1);

    public static RequestBytes Batch(GeneratorOptions options) =>
        new(string.Concat(Enumerable.Repeat(Text(options, options.Path), options.Pipeline)), options.Pipeline);

    public static RequestBytes Exception(GeneratorOptions options) => new(Text(options, options.EveryPath), 1);

    private static string Text(GeneratorOptions options, string path)
    {
        var head = new StringBuilder();
        head.Append(options.Body > 0 ? "POST " : "GET ").Append(path).Append(" HTTP/1.1\r\n");
        head.Append("Host: ").Append(options.Target).Append("\r\n");
        if (options.Close)
            head.Append("Connection: close\r\n");
        if (options.Body > 0)
            head.Append("Content-Type: text/plain\r\nContent-Length: ").Append(options.Body).Append("\r\n");
        return head.Append("\r\n").Append('x', options.Body).ToString();
    }
}
