using System.Linq.Expressions;
using System.Reflection;
using Streaming.Node.Settings.Values;
using Streaming.Transport;

namespace Streaming.Node.Settings;

/// <summary>A setting whose name and place both come from the option it sets, so that the two cannot differ.</summary>
internal sealed class SettingOf<T> : Setting
{
    private readonly IValueKind<T> _kind;
    private readonly Func<StreamingOptions, T> _read;
    private readonly Action<StreamingOptions, T> _write;
    private readonly Func<string, string>? _mask;

    private SettingOf(
        IValueKind<T> kind, Func<StreamingOptions, T> read, Action<StreamingOptions, T> write, Func<string, string>? mask)
    {
        _kind = kind;
        _read = read;
        _write = write;
        _mask = mask;
    }

    public override string Allowed => _kind.Allowed;

    public override bool IsList => _kind.IsList;

    /// <param name="option">A chain of properties and entries of lists, the last one settable: <c>o => o.Limits.MaxMessageSize</c>.</param>
    /// <param name="kind">How it is written.</param>
    /// <param name="note">What it does.</param>
    /// <param name="mask">What may be shown of it; null: it is a secret as a whole.</param>
    /// <param name="key">Where it is not called as its property is.</param>
    public static SettingOf<T> For(
        Expression<Func<StreamingOptions, T>> option, IValueKind<T> kind, string note, Func<string, string>? mask, string? key = null)
    {
        var value = Expression.Parameter(typeof(T));
        var write = Expression.Lambda<Action<StreamingOptions, T>>(
            Expression.Assign(option.Body, value), option.Parameters[0], value);
        return new SettingOf<T>(kind, option.Compile(), write.Compile(), mask)
        {
            Key = key ?? KeyOf(option.Body),
            Note = note,
        };
    }

    public override string? Mask(string text) => _mask?.Invoke(text);

    public override string Show(StreamingOptions options) => _kind.Format(_read(options));

    public override bool TryBind(StreamingOptions options, IReadOnlyList<string> texts)
    {
        if (!_kind.TryParse(texts, out var value))
            return false;
        _write(options, value);
        return true;
    }

    private static string KeyOf(Expression expression) => expression switch
    {
        MemberExpression { Member: PropertyInfo property, Expression: MemberExpression outer } =>
            KeyOf(outer) + ":" + property.Name,
        MemberExpression { Member: PropertyInfo property, Expression: MethodCallExpression entry } =>
            KeyOf(entry) + ":" + property.Name,
        MethodCallExpression { Method.Name: "get_Item", Object: { } list, Arguments: [var number] } =>
            $"{KeyOf(list)}:{Expression.Lambda<Func<int>>(number).Compile()()}",
        MemberExpression { Member: PropertyInfo property } => property.Name,
        _ => throw new ArgumentException($"{expression} is no chain of properties", nameof(expression)),
    };
}
