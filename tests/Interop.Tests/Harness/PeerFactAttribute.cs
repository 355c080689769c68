using Xunit.Abstractions;
using Xunit.Sdk;

namespace HttpActors.Interop.Harness;

/// <summary>The tests of a class need a program of the machine; where it is missing they are skipped and say so.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(string program) : Attribute
{
    public string Program { get; } = program;
}

/// <summary>
/// A fact of a class that has <see cref="NeedsAttribute"/>, maybe. The facts stand in base classes and run against one
/// server after the other, so only the class knows what is needed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("HttpActors.Interop.Harness.PeerFactDiscoverer", "HttpActors.Interop.Tests")]
public sealed class PeerFactAttribute : FactAttribute;

/// <summary>Makes the test cases of <see cref="PeerFactAttribute"/>.</summary>
public sealed class PeerFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new PeerTestCase(
            DiagnosticMessageSink,
            discoveryOptions.MethodDisplayOrDefault(),
            discoveryOptions.MethodDisplayOptionsOrDefault(),
            testMethod);
}

/// <summary>A fact that is skipped where its class lacks a program.</summary>
public sealed class PeerTestCase : XunitTestCase
{
    [Obsolete("For xunit, which fills it in.")]
    public PeerTestCase()
    {
    }

    public PeerTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        var needs = TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsAttribute)).FirstOrDefault();
        var program = needs?.GetConstructorArguments().OfType<string>().First();
        return program is not null && Programs.Find(program) is null
            ? $"'{program}' is not installed on this machine"
            : base.GetSkipReason(factAttribute);
    }
}
