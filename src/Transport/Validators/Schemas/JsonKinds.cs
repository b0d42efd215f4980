namespace Streaming.Transport.Validators.Schemas;

/// <summary>Types of JSON Schema. An integer is a number whose fraction is zero, however it is written.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
    All = 127,
}
