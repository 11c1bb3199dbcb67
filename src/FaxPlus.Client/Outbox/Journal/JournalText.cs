using System;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaxPlus.Client.Outbox.Journal;

/// <summary>
/// A header line. The first line of a journal is a header. A run appends another header when it determines new facts about the account's
/// records, or when the last header contains another service, another account or no account. The last header applies.
/// </summary>
internal sealed class JournalHeader
{
    public const string FormatName = "FaxPlus.Journal";
    public const int NewestVersion = 1;

    public string? Format { get; set; }

    public int Version { get; set; }

    /// <summary>
    /// The address of the API. It is stored so that a run with the real service does not skip faxes that a trial run has sent to another
    /// service.
    /// </summary>
    public string? Service { get; set; }

    /// <summary>
    /// The uid of the account of the items; null in journals of older versions, and if the token may not read the account.
    /// </summary>
    public string? Account { get; set; }

    /// <summary>Whether records of sent faxes keep the mark in the comment; null if this is not known.</summary>
    public bool? KeepsMarks { get; set; }

    /// <summary>Whether records of sent faxes have the id that the send returned; null if this is not known.</summary>
    public bool? KeepsIds { get; set; }
}

/// <summary>A line with an event of an item. The line contains no secrets and no contents of the fax.</summary>
internal sealed class JournalLine
{
    public DateTimeOffset Time { get; set; }

    public string? Key { get; set; }

    public JournalState State { get; set; }

    /// <summary>In an intent, the unique tag of this fax.</summary>
    public string? Mark { get; set; }

    /// <summary>In an intent, the destinations.</summary>
    public string[]? To { get; set; }

    /// <summary>In an intent, the sender number.</summary>
    public string? From { get; set; }

    /// <summary>
    /// In an intent, whether the sender number was specified; absent if the number was the only number of the account, and in journals of
    /// older versions.
    /// </summary>
    public bool? Named { get; set; }

    /// <summary>In an intent, the sending account; absent for the signed-in account.</summary>
    public string? User { get; set; }

    /// <summary>In an intent, the file names.</summary>
    public string[]? Files { get; set; }

    /// <summary>In an intent, the digest of the comment.</summary>
    public string? Comment { get; set; }

    /// <summary>In an intent, whether the comment ends with the mark.</summary>
    public bool? Marked { get; set; }

    /// <summary>In an intent, the digest of the documents; absent if their contents are not available on this machine.</summary>
    public string? Documents { get; set; }

    /// <summary>In an intent, the beginning of the first attempt that is in doubt; absent if no attempt is in doubt.</summary>
    public DateTimeOffset? DoubtSince { get; set; }

    /// <summary>In an intent, the requested send time; absent for an immediate send.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>
    /// In an intent, the service's time, if it was known. It is recorded because the machine clock may be adjusted between two runs.
    /// </summary>
    [JsonPropertyName("there")]
    public DateTimeOffset? ServerTime { get; set; }

    /// <summary>For a sent item, the submit time of the fax by the service's clock.</summary>
    public DateTimeOffset? Submitted { get; set; }

    /// <summary>
    /// For a sent item, the outbox ids in the order of the destinations. An id is null if the service returned no id for the destination.
    /// </summary>
    public string?[]? Ids { get; set; }

    /// <summary>For a sent item, the destinations that the service does not list, although it lists other destinations.</summary>
    public string[]? LeftOut { get; set; }

    /// <summary>For an item in doubt, the reason for the doubt.</summary>
    public DoubtReason? Doubt { get; set; }

    /// <summary>For a failed item or an item in doubt, the error kind.</summary>
    public string? Error { get; set; }

    /// <summary>For a failed item or an item in doubt, the error message.</summary>
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
        // The plus sign is not escaped, so that a user can search the journal for a number.
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
        return header?.Format == JournalHeader.FormatName ? header : throw new JsonException("The line is the header of another format.");
    }

    /// <exception cref="JsonException">The line is not an event.</exception>
    public static JournalLine ReadLine(ReadOnlySpan<byte> text)
    {
        JournalLine line = JsonSerializer.Deserialize(text, s_context.JournalLine) ?? throw new JsonException();
        // The converters also accept numbers.
        bool isDefined = line.State is >= JournalState.Sending and <= JournalState.InDoubt
            && line.Doubt is null or (>= DoubtReason.NotLookedFor and <= DoubtReason.ResendRefused);
        bool isWhole = line.Key is not null
            && (line.State != JournalState.Sending
                || (!string.IsNullOrEmpty(line.Mark) && line.To is { Length: > 0 } && line.To.All(to => to is not null)));
        return isWhole && isDefined ? line : throw new JsonException("A part of the line is missing or not valid.");
    }

    private static byte[] WithEnd(byte[] text)
    {
        Array.Resize(ref text, text.Length + 1);
        text[text.Length - 1] = (byte)'\n';
        return text;
    }
}
