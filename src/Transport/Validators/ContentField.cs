using System.Text;
using Streaming.Transport.Pipeline;

namespace Streaming.Transport.Validators;

/// <summary>A member of data that settings name, and what it has to be.</summary>
internal sealed class ContentField
{
    private readonly byte[][] _utf8;
    private readonly string[] _names;

    /// <param name="path">Names of members with dots between them.</param>
    public ContentField(string path, FieldRule rule)
    {
        _names = path.Split('.');
        _utf8 = [.. _names.Select(Encoding.UTF8.GetBytes)];
        Rule = rule;
        Problem = rule switch
        {
            FieldRule.Required => new(ValidationCode.RequiredField, $"data.{path} is missing"),
            FieldRule.Url => new(ValidationCode.InvalidUrl, $"data.{path} must be an absolute http or https address"),
            FieldRule.Email => new(ValidationCode.InvalidEmail, $"data.{path} must be an e-mail address"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public FieldRule Rule { get; }

    /// <summary>What is told if it is not.</summary>
    public ContentProblem Problem { get; }

    /// <summary>How many names lead to it.</summary>
    public int Depth => _names.Length;

    /// <summary>The n-th name on the way to it, from 0.</summary>
    public (byte[] Utf8, string Name) this[int step] => (_utf8[step], _names[step]);
}
