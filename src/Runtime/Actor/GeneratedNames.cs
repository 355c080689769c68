namespace Akka.Actor;

/// <summary>Names for actors that were given none: <c>$a</c>, <c>$b</c>, …, base 64 with the lowest digit first.</summary>
internal static class GeneratedNames
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    public static string Name(long number)
    {
        Span<char> name = stackalloc char[12];
        name[0] = '$';
        var length = 1;
        do
        {
            name[length++] = Digits[(int)(number & 63)];
            number >>= 6;
        }
        while (number != 0);
        return new string(name[..length]);
    }
}
