using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace HttpActors.Tests.Contracts;

/// <summary>Prints what an assembly offers, a line a member, in an order that does not depend on the compiler.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in TypesOf(assembly))
        {
            text.Append(Kind(type)).Append(' ').Append(NameOf(type)).Append(BasesOf(type)).Append('\n');
            var lines = MembersOf(type).Select(member => (member.Name, Line: Line(member)));
            foreach (var (_, line) in lines.OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => entry.Line, StringComparer.Ordinal))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Every type that stands in a public signature, with the member that it stands in.</summary>
    public static IEnumerable<(string Member, Type Type)> SignatureTypesOf(Assembly assembly) =>
        from type in TypesOf(assembly)
        from member in MembersOf(type)
        from used in SignatureOf(member).SelectMany(Parts)
        select ($"{NameOf(type)}.{member.Name}", used);

    private static IEnumerable<Type> TypesOf(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static IEnumerable<MemberInfo> MembersOf(Type type) => type.IsSubclassOf(typeof(Delegate))
        ? [type.GetMethod("Invoke")!]
        : type.GetMembers(Declared).Where(IsOffered);

    private static bool IsOffered(MemberInfo member) => member switch
    {
        MethodInfo method => !method.IsSpecialName && IsVisible(method) && !IsCompilerMade(method),
        ConstructorInfo constructor => IsVisible(constructor),
        PropertyInfo property => property.GetAccessors(true).Any(IsVisible) && !IsCompilerMade(property),
        EventInfo @event => IsVisible(@event.AddMethod!),
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsCompilerMade(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), false);

    private static string Line(MemberInfo member) => member switch
    {
        MethodInfo method => $"{Modifiers(method)}{NameOf(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})",
        ConstructorInfo constructor => $"{Modifiers(constructor)}.ctor({Parameters(constructor)})",
        PropertyInfo property => $"{Modifiers(property.GetAccessors(true)[0])}{NameOf(property.PropertyType)} {property.Name} {{{Accessors(property)} }}",
        EventInfo @event => $"{Modifiers(@event.AddMethod!)}event {NameOf(@event.EventHandlerType!)} {@event.Name}",
        FieldInfo field => $"{(field.IsLiteral ? "const " : "static ")}{NameOf(field.FieldType)} {field.Name}{Value(field)}",
        _ => member.ToString()!,
    };

    private static string Accessors(PropertyInfo property)
    {
        var text = property.GetMethod is { } get && IsVisible(get) ? " get;" : "";
        if (property.SetMethod is { } set && IsVisible(set))
        {
            var isInit = set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            text += isInit ? " init;" : " set;";
        }

        return text;
    }

    private static string Modifiers(MethodBase method) =>
        (method.IsPublic ? "" : "protected ") + (method.IsStatic ? "static " : "") +
        (method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "");

    private static string Parameters(MethodBase method) => string.Join(
        ", ",
        method.GetParameters().Select(parameter => $"{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "")}"));

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";

    private static string Value(FieldInfo field) => field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "";

    private static string Kind(Type type) =>
        type.IsInterface ? "interface"
        : type.IsEnum ? "enum"
        : type.IsSubclassOf(typeof(Delegate)) ? "delegate"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string BasesOf(Type type)
    {
        if (type.IsEnum || type.IsSubclassOf(typeof(Delegate)))
        {
            return "";
        }

        var bases = type.GetInterfaces().Where(face => face.IsPublic).Select(NameOf).Order(StringComparer.Ordinal);
        var all = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)
            ? bases.Prepend(NameOf(parent))
            : bases;
        return all.Any() ? " : " + string.Join(", ", all) : "";
    }

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + NameOf(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        var name = type.IsNested && !type.IsGenericParameter ? $"{NameOf(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : name;
    }

    private static IEnumerable<Type> SignatureOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        EventInfo @event => [@event.EventHandlerType!],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];
}
