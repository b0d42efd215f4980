using System.Globalization;
using System.Text;
using System.Text.Json;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Validators;

/// <summary>
/// Holds texts to their length, and members of data to being there and being addresses. What is no text has no length: data may be any JSON.
/// </summary>
internal sealed class ContentValidator(LiveSettings settings) : IMessageValidator
{
    private readonly Live<State> _state = settings.Derive(static options => new State(options.Validation.Content));

    public string Name => "content";

    public ValueTask<ContentProblem?> FindProblemAsync(MessageContent content, CancellationToken cancellation) =>
        ValueTask.FromResult(_state.Value.Find(content.Data.Span, content.ContentType));

    /// <summary>What the settings say.</summary>
    private sealed class State(ContentValidationOptions options)
    {
        private readonly byte[] _textField = Encoding.UTF8.GetBytes(options.TextField);
        private readonly string _textFieldName = options.TextField;
        private readonly bool _stringsAreText = options.StringsAreText;
        private readonly int _min = options.MinLength;
        private readonly int _max = options.MaxLength == 0 ? int.MaxValue : options.MaxLength;
        private readonly ContentFields[] _fields = ContentFields.Of(options);

        private readonly ContentProblem _empty = new(ValidationCode.ContentRequired, "the message has no text");

        private readonly ContentProblem _short = new(
            ValidationCode.LengthMin, string.Create(CultureInfo.InvariantCulture, $"the text has fewer than {options.MinLength} characters"));

        private readonly ContentProblem _long = new(
            ValidationCode.LengthMax, string.Create(CultureInfo.InvariantCulture, $"the text has more than {options.MaxLength} characters"));

        public ContentProblem? Find(ReadOnlySpan<byte> data, string? contentType)
        {
            if (FindInText(data, contentType) is { } problem)
                return problem;
            foreach (var fields in _fields)
            {
                if (fields.Find(data) is { } missing)
                    return missing;
            }

            return null;
        }

        private ContentProblem? FindInText(ReadOnlySpan<byte> data, string? contentType)
        {
            var json = new Utf8JsonReader(data);
            json.Read();
            if (json.TokenType == JsonTokenType.String)
            {
                bool isText = _stringsAreText || contentType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) == true;
                return isText ? Check(json.ValueSpan, isAlone: true) : null;
            }

            return json.TokenType == JsonTokenType.StartObject ? FindInObject(ref json) : null;
        }

        // A member that is there twice is looked at twice: which of them counts is the reader's choice.
        private ContentProblem? FindInObject(ref Utf8JsonReader json)
        {
            int members = 0;
            bool isEmpty = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                members++;
                bool isText = json.Is(_textField, _textFieldName);
                json.Read();
                if (!isText || json.TokenType != JsonTokenType.String)
                {
                    json.Skip();
                    continue;
                }

                var problem = Check(json.ValueSpan, isAlone: false);
                if (problem is not null)
                    return problem;
                isEmpty |= _min > 0 && JsonTextLength.IsBlank(json.ValueSpan);
            }

            // A picture may go without words; a message that is nothing but words may not.
            return isEmpty && members == 1 ? _empty : null;
        }

        /// <param name="written">The text, as it is written in the JSON.</param>
        /// <param name="isAlone">Whether there is nothing but the text.</param>
        private ContentProblem? Check(ReadOnlySpan<byte> written, bool isAlone)
        {
            // A character takes from one byte to twelve (two escaped surrogates), so that most texts need not be counted.
            if (written.Length > _max && JsonTextLength.Of(written) > _max)
                return _long;
            if (_min == 0)
                return null;
            if (JsonTextLength.IsBlank(written))
                return isAlone ? _empty : null;
            return written.Length < 12L * _min && JsonTextLength.Of(written) < _min ? _short : null;
        }
    }
}
