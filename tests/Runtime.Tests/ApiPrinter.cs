using System.Reflection;

namespace HttpActors.Runtime.Tests;

/// <summary>Prints what an assembly offers, one line for each type and each member, in a form two assemblies can be compared by.</summary>
internal static class ApiPrinter
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Print(Assembly assembly)
    {
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            yield return "type " + Name(type);
            foreach (var member in Members(type).Order(StringComparer.Ordinal)) yield return "  " + member;
        }
    }

    /// <summary>The members a type declares.</summary>
    public static IEnumerable<string> Members(Type type) => type.GetMembers(Declared).Select(Signature).OfType<string>().Distinct();

    /// <summary>The members a type has, also from its bases and interfaces.</summary>
    public static HashSet<string> AllMembers(Type type)
    {
        var all = new HashSet<string>();
        for (var at = type; at is not null; at = at.BaseType) all.UnionWith(Members(at));
        foreach (var contract in type.GetInterfaces()) all.UnionWith(Members(contract));
        return all;
    }

    public static string Name(Type type)
    {
        if (type.IsGenericParameter) return (type.DeclaringMethod is null ? "!" : "!!") + type.GenericParameterPosition;
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (type.IsByRef) return Name(type.GetElementType()!) + "&";
        if (!type.IsGenericType) return (type.FullName ?? type.Name).Replace('+', '.');
        var name = type.GetGenericTypeDefinition().FullName!.Replace('+', '.');
        return type.IsGenericTypeDefinition ? name : $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    private static string? Signature(MemberInfo member) => member switch
    {
        MethodBase method when !IsVisible(method) => null,
        ConstructorInfo constructor => constructor.IsStatic ? null : $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: true, Name: var name } when name.StartsWith("add_", StringComparison.Ordinal) || name.StartsWith("remove_", StringComparison.Ordinal) => null,
        MethodInfo method => $"{Name(method.ReturnType)} {method.Name}{Arity(method)}({Parameters(method)})",
        FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => Field(field),
        _ => null,
    };

    private static string? Field(FieldInfo field)
    {
        if (field.IsSpecialName) return null;
        return field.IsLiteral ? $"const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}" : $"field {Name(field.FieldType)} {field.Name}";
    }

    private static bool IsVisible(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.Name.Contains('.', StringComparison.Ordinal) | method is ConstructorInfo;

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? "`" + method.GetGenericArguments().Length : string.Empty;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)));
}
