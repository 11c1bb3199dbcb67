using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaxPlus.Client.Faxes.Receiving;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(string))]
internal sealed partial class CheckpointContext : JsonSerializerContext;

/// <summary>Converts a checkpoint to text and back.</summary>
internal static class CheckpointText
{
    public static string Write(Checkpoint checkpoint) => JsonSerializer.Serialize(checkpoint, CheckpointContext.Default.Checkpoint);

    /// <exception cref="FormatException">
    /// The text is not a checkpoint, or is incomplete. The message is a predicate such as "is empty", to which the caller adds the subject.
    /// </exception>
    public static Checkpoint Read(string text)
    {
        Checkpoint? checkpoint;
        try
        {
            // Azure Automation serializes the text of a variable as a JSON string, possibly several times.
            for (int layers = 0; layers < 3 && text.TrimStart().StartsWith("\"", StringComparison.Ordinal); layers++)
            {
                text = JsonSerializer.Deserialize(text, CheckpointContext.Default.String) ?? "";
            }

            checkpoint = JsonSerializer.Deserialize(text, CheckpointContext.Default.Checkpoint);
        }
        catch (JsonException exception)
        {
            throw new FormatException(string.IsNullOrWhiteSpace(text) ? "is empty" : "is damaged, or is not a checkpoint", exception);
        }

        if (checkpoint?.Format != Checkpoint.FormatName) throw new FormatException("is not a checkpoint of received faxes");
        if (checkpoint.Version > Checkpoint.NewestVersion) throw new FormatException("was written by a newer version");
        if (checkpoint.Service is null
            || checkpoint.User is null
            || checkpoint.Category is null
            || checkpoint.Taken is null
            || checkpoint.From == default)
        {
            throw new FormatException("is damaged: a part of the checkpoint is missing");
        }

        checkpoint.Timeless ??= [];
        checkpoint.Unmarked ??= [];
        return checkpoint;
    }
}
