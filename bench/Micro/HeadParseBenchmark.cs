using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using HttpActors.Protocol;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;

namespace HttpActors.Bench.Micro;

/// <summary>
/// Row P10: parsing a request head, beside Kestrel's public parser. Ours gathers the framing facts and checks Host in
/// the same pass; Kestrel's hands lines to a handler that does nothing with them.
/// </summary>
[MemoryDiagnoser]
public class HeadParseBenchmark
{
    private const string Plaintext =
        "GET /plaintext HTTP/1.1\r\nHost: localhost:8080\r\nAccept: text/plain,text/html;q=0.9\r\nConnection: keep-alive\r\n\r\n";

    private const string Browser =
        "GET /articles/2026/11/actors-and-sockets?page=2&sort=date HTTP/1.1\r\n"
        + "Host: www.example.org\r\n"
        + "Connection: keep-alive\r\n"
        + "Cache-Control: max-age=0\r\n"
        + "sec-ch-ua: \"Chromium\";v=\"140\", \"Not A Brand\";v=\"24\"\r\n"
        + "sec-ch-ua-mobile: ?0\r\n"
        + "sec-ch-ua-platform: \"Linux\"\r\n"
        + "Upgrade-Insecure-Requests: 1\r\n"
        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n"
        + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
        + "Accept-Encoding: gzip, deflate, br, zstd\r\n"
        + "Accept-Language: de-DE,de;q=0.9,en;q=0.8\r\n"
        + "Cookie: session=5f2b6c1d9e; theme=dark\r\n\r\n";

    private readonly HttpParser<Ignore> _kestrel = new();
    private byte[] _head = [];
    private ReadOnlySequence<byte> _sequence;

    [Params("plaintext", "browser")]
    public string Head { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        _head = Encoding.ASCII.GetBytes(Head == "plaintext" ? Plaintext : Browser);
        _sequence = new ReadOnlySequence<byte>(_head);
        if (!Ours() || !Kestrel())
        {
            throw new InvalidOperationException("A parser refused the head that it is to be measured with.");
        }
    }

    [Benchmark(Baseline = true)]
    public bool Kestrel()
    {
        var reader = new SequenceReader<byte>(_sequence);
        return _kestrel.ParseRequestLine(default, ref reader) && _kestrel.ParseHeaders(default, ref reader);
    }

    [Benchmark]
    public bool Ours() => RequestHeadParser.TryParse(_head, Http1Limits.Default, out _);

    /// <summary>Takes the lines and does nothing with them.</summary>
    private readonly struct Ignore : IHttpRequestLineHandler, IHttpHeadersHandler
    {
        public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
        {
        }

        public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
        }

        public void OnStaticIndexedHeader(int index)
        {
        }

        public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value)
        {
        }

        public void OnHeadersComplete(bool endStream)
        {
        }
    }
}
