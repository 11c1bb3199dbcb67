using System;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>
/// A header line. The first line of a journal is a header. A run appends another header when it learns more about the account, or when it
/// takes over a journal without sent items. The last header is valid.
/// </summary>
internal sealed class JournalHeader
{
    public const string FormatName = "FaxPlus.Journal";
    public const int NewestVersion = 1;

    public string? Format { get; set; }

    public int Version { get; set; }

    /// <summary>The address of the API, so that the journal of a trial does not make a real run skip its faxes.</summary>
    public string? Service { get; set; }

    /// <summary>The uid of the account of the items; null in journals of older versions, and if the token may not read it.</summary>
    public string? Account { get; set; }

    /// <summary>Whether records of sent faxes are known to keep the mark in the comment.</summary>
    public bool? KeepsMarks { get; set; }

    /// <summary>Whether records of sent faxes are known to have the id that the send returned.</summary>
    public bool? KeepsIds { get; set; }
}

/// <summary>A line that is not a header: an event of an item. It contains no secret, and nothing of the contents of the fax.</summary>
internal sealed class JournalLine
{
    public DateTimeOffset Time { get; set; }

    public string? Key { get; set; }

    public JournalState State { get; set; }

    /// <summary>With an intent: the unique tag of this fax.</summary>
    public string? Mark { get; set; }

    /// <summary>With an intent: the destinations.</summary>
    public string[]? To { get; set; }

    /// <summary>With an intent: the number to send from.</summary>
    public string? From { get; set; }

    /// <summary>
    /// With an intent: whether that number was specified; absent if it was the only number of the account, and in journals of older
    /// versions.
    /// </summary>
    public bool? Named { get; set; }

    /// <summary>With an intent: the sending account; absent for the signed-in account.</summary>
    public string? User { get; set; }

    /// <summary>With an intent: the names of the files.</summary>
    public string[]? Files { get; set; }

    /// <summary>With an intent: the digest of the comment.</summary>
    public string? Comment { get; set; }

    /// <summary>With an intent: whether the comment ends with the mark.</summary>
    public bool? Marked { get; set; }

    /// <summary>With an intent: the digest of the documents; absent if they are not known here.</summary>
    public string? Documents { get; set; }

    /// <summary>With an intent: when the first attempt that is in doubt began; absent if there is none.</summary>
    public DateTimeOffset? DoubtSince { get; set; }

    /// <summary>With an intent: the requested send time; absent for an immediate send.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>
    /// With an intent: the service's time, if it was known. It is used because the clock of the machine may be adjusted between two runs.
    /// </summary>
    [JsonPropertyName("there")]
    public DateTimeOffset? ServerTime { get; set; }

    /// <summary>With a response: when the service accepted the fax, by its own clock.</summary>
    public DateTimeOffset? Submitted { get; set; }

    /// <summary>With a response: the outbox ids in the order of the destinations, null if the service returned none.</summary>
    public string?[]? Ids { get; set; }

    /// <summary>With a response: the destinations that it omits although it contains others.</summary>
    public string[]? LeftOut { get; set; }

    /// <summary>With a doubt: which proof is missing.</summary>
    public DoubtReason? Doubt { get; set; }

    /// <summary>With a failure or a doubt: the kind of the error.</summary>
    public string? Error { get; set; }

    /// <summary>With a failure or a doubt: the message of the error.</summary>
    public string? Message { get; set; }
}

[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalContext : JsonSerializerContext;

/// <summary>Converts the lines of a journal to text and back.</summary>
internal static class JournalText
{
    private static readonly JournalContext s_context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter<JournalState>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<DoubtReason>(JsonNamingPolicy.CamelCase),
        },
        // The plus sign is not escaped, so that a person can search the journal for a number.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static readonly byte[] s_headerStart = Encoding.UTF8.GetBytes("{\"format\":\"" + JournalHeader.FormatName);

    /// <summary>Whether a line, which may be incomplete, is a header.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> text)
    {
        int length = Math.Min(s_headerStart.Length, text.Length);
        return text.Slice(0, length).SequenceEqual(s_headerStart.AsSpan(0, length));
    }

    public static byte[] Write(JournalHeader header) => WithEnd(JsonSerializer.SerializeToUtf8Bytes(header, s_context.JournalHeader));

    public static byte[] Write(JournalLine line) => WithEnd(JsonSerializer.SerializeToUtf8Bytes(line, s_context.JournalLine));

    /// <exception cref="JsonException">The line is not a header.</exception>
    public static JournalHeader ReadHeader(ReadOnlySpan<byte> text)
    {
        JournalHeader? header = JsonSerializer.Deserialize(text, s_context.JournalHeader);
        return header?.Format == JournalHeader.FormatName ? header : throw new JsonException("It is the header of another format.");
    }

    /// <exception cref="JsonException">The line is not an event.</exception>
    public static JournalLine ReadLine(ReadOnlySpan<byte> text)
    {
        JournalLine line = JsonSerializer.Deserialize(text, s_context.JournalLine) ?? throw new JsonException();
        bool isWhole = line.Key is not null
            && (line.State != JournalState.Sending
                || (!string.IsNullOrEmpty(line.Mark) && line.To is { Length: > 0 } && line.To.All(to => to is not null)));
        return isWhole ? line : throw new JsonException("A part of the line is missing.");
    }

    private static byte[] WithEnd(byte[] text)
    {
        Array.Resize(ref text, text.Length + 1);
        text[text.Length - 1] = (byte)'\n';
        return text;
    }
}
