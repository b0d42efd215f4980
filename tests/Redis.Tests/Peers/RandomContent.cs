using System.Collections.Immutable;
using System.Reflection;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Redis.Tests.Peers;

/// <summary>
/// Makes any message with anything in it, from its constructor and properties: a kind or a property that is added later is made, and
/// so held to the codec, without anybody remembering to.
/// </summary>
internal sealed class RandomContent(int seed)
{
    private static readonly string[] Texts = ["a", "é \" 7", "🦊\u0000\n", "x y", new('z', 300)];
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly Random _random = new(seed);

    /// <summary>All kinds in a closed set, or the type itself.</summary>
    public static Type[] KindsOf(Type set) =>
        set.IsAbstract ? [.. set.Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(set))] : [set];

    public T Make<T>() => (T)Make(typeof(T));

    public object Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Make(underlying);
        if (type == typeof(string))
            return Pick(Texts);
        if (type == typeof(bool))
            return _random.Next(2) == 0;
        if (type == typeof(int))
            return Pick([0, 1, _random.Next(), int.MaxValue]);
        if (type == typeof(long))
            return Pick([0, 1, _random.NextInt64(), long.MaxValue]);
        if (type == typeof(double))
            return _random.NextDouble();
        if (type == typeof(TimeSpan))
            return new TimeSpan(_random.NextInt64(TimeSpan.TicksPerDay));
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(_random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
        if (type == typeof(ReadOnlyMemory<byte>))
            return new ReadOnlyMemory<byte>(MakeBytes(Pick([0, 1, 40, 5000])));
        if (type.IsEnum)
            return Pick([.. Enum.GetValues(type).Cast<object>()]);
        if (type.IsGenericType && type.Namespace == typeof(ImmutableArray).Namespace)
            return MakeCollection(type);

        return MakeRecord(Pick(KindsOf(type)));
    }

    private byte[] MakeBytes(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private object MakeCollection(Type type)
    {
        Type[] of = type.GetGenericArguments();
        Type element = of.Length == 2 ? typeof(KeyValuePair<,>).MakeGenericType(of) : of[0];
        var items = Array.CreateInstance(element, _random.Next(4));
        for (int i = 0; i < items.Length; i++)
            items.SetValue(of.Length == 2 ? Activator.CreateInstance(element, Make(of[0]), Make(of[1])) : Make(of[0]), i);

        // CreateRange of the collection's namesake, from a sequence and nothing else.
        return type.Assembly.GetType(type.FullName!.Split('`')[0])!.GetMethods()
            .Single(method => method.Name == "CreateRange" && method.GetGenericArguments().Length == of.Length
                && method.GetParameters() is [{ ParameterType: { IsGenericType: true } from }] && from.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .MakeGenericMethod(of).Invoke(null, [Unique(items, element, of.Length == 2)])!;
    }

    /// <summary>No key twice.</summary>
    private static Array Unique(Array items, Type element, bool byKey)
    {
        if (!byKey)
            return items;

        object[] kept = [.. items.Cast<object>().DistinctBy(item => element.GetProperty("Key")!.GetValue(item))];
        var unique = Array.CreateInstance(element, kept.Length);
        kept.CopyTo(unique, 0);
        return unique;
    }

    private object MakeRecord(Type type)
    {
        // Not the copy constructor, and not the empty one of a struct.
        ConstructorInfo constructor = type.GetConstructors()
            .Where(one => !one.GetParameters().Any(parameter => parameter.ParameterType == type))
            .MaxBy(one => one.GetParameters().Length)!;
        object made = constructor.Invoke([.. constructor.GetParameters().Select(one =>
            MakeOrLeave(one.ParameterType, Nullability.Create(one).ReadState == NullabilityState.Nullable))]);
        var given = constructor.GetParameters().Select(static one => one.Name).ToHashSet();
        foreach (PropertyInfo property in type.GetProperties().Where(one => one.CanWrite && !given.Contains(one.Name)))
            property.SetValue(made, MakeOrLeave(property.PropertyType, Nullability.Create(property).ReadState == NullabilityState.Nullable));

        return made;
    }

    private object? MakeOrLeave(Type type, bool mayBeNull)
    {
        // Commands and events of the server itself have no request or connection.
        bool mayBeLeft = mayBeNull || type == typeof(RequestId) || type == typeof(ConnectionId);
        if (mayBeLeft && _random.Next(3) == 0)
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;

        return Make(type);
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
