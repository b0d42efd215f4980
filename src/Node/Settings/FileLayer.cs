using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Streaming.Node.Settings;

/// <summary>A settings file in JSON, with comments if one likes.</summary>
internal static class FileLayer
{
    /// <summary>The file's settings, or null after adding to <paramref name="faults"/> why it cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="faults">What is wrong so far.</param>
    public static SettingLayer? Read(string path, ICollection<SettingFault> faults)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var root = new ConfigurationBuilder().AddJsonStream(stream).Build();
            var values = SettingLayer.NewValues();
            foreach (var (key, value) in root.AsEnumerable())
            {
                // Sections have no value of their own, and neither has a setting that is null.
                if (value is not null)
                    values[key] = value;
            }

            return new SettingLayer(values, _ => path);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or JsonException)
        {
            faults.Add(new SettingFault(path, null, null, $"is not the JSON of a settings file{Place(exception)}"));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add(new SettingFault(path, null, null, "there is no such settings file"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add(new SettingFault(path, null, null, "the settings file cannot be opened"));
        }

        return null;
    }

    private static string Place(Exception? exception)
    {
        while (exception is not null and not JsonException)
            exception = exception.InnerException;
        return exception is JsonException { LineNumber: { } line } ? $", see line {line + 1}" : "";
    }
}
