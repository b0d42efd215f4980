namespace Streaming.Transport.Validators;

/// <summary>The codes of the built-in validators, as clients see them in <c>reason</c> (docs/validators.md).</summary>
internal static class ValidationCode
{
    public const string RequiredField = "REQUIRED_FIELD";
    public const string ContentRequired = "CONTENT_REQUIRED";
    public const string LengthMin = "LENGTH_MIN";
    public const string LengthMax = "LENGTH_MAX";
    public const string InvalidUrl = "INVALID_URL";
    public const string InvalidEmail = "INVALID_EMAIL";

    public const string Xss = "SECURITY_XSS";
    public const string SqlInjection = "SECURITY_SQL_INJECTION";
    public const string ScriptInjection = "SECURITY_SCRIPT_INJECTION";
    public const string Protocol = "SECURITY_PROTOCOL";
    public const string BlockedDomain = "SECURITY_BLOCKED_DOMAIN";
    public const string SecurityInvalidUrl = "SECURITY_INVALID_URL";
    public const string Metadata = "SECURITY_METADATA";

    public const string TypeMismatch = "TYPE_MISMATCH";
    public const string EnumMismatch = "ENUM_MISMATCH";
    public const string PatternMismatch = "PATTERN_MISMATCH";
    public const string ValueMin = "VALUE_MIN";
    public const string ValueMax = "VALUE_MAX";
    public const string ValueMultiple = "VALUE_MULTIPLE";
    public const string ItemsMin = "ITEMS_MIN";
    public const string ItemsMax = "ITEMS_MAX";
    public const string FieldsMin = "FIELDS_MIN";
    public const string FieldsMax = "FIELDS_MAX";
    public const string UnknownField = "UNKNOWN_FIELD";
    public const string SchemaMismatch = "SCHEMA_MISMATCH";
    public const string SchemaTooCostly = "SCHEMA_TOO_COSTLY";
}
