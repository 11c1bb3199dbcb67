using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.Emulator;

/// <summary>The endings of destinations (four digits) that determine the outcome of a fax.</summary>
internal static class MagicNumbers
{
    /// <summary>The ending for which a fax stays in the outbox until it is cancelled.</summary>
    public const string Stuck = "0098";

    /// <summary>The ending for which a fax leaves the outbox with the status in_progress, and succeeds later.</summary>
    public const string Lingering = "0023";

    /// <summary>
    /// The ending for which webhooks report a fax as a retry, so that the event also contains the id of the sending session.
    /// </summary>
    public const string Retried = "0024";

    /// <summary>The ending for which the number fields of a fax record are named <c>from_number</c> and <c>to_number</c>.</summary>
    public const string OtherSpelling = "0025";

    /// <summary>The ending for which webhooks contain the numbers of a fax with spaces and dashes.</summary>
    public const string Formatted = "0026";

    private static readonly Dictionary<string, string> Statuses = new(StringComparer.Ordinal)
    {
        ["0001"] = "failed_user_busy",
        ["0002"] = "failed_no_answer",
        ["0003"] = "failed_unallocated_number",
        ["0004"] = "failed_normal_temporary_failure",
        ["0005"] = "failed_normal_clearing",
        ["0006"] = "failed_to_send",
        ["0007"] = "failed_internal_process_error",
        ["0008"] = "failed_office_converter_issue",
        ["0009"] = "failed_separate_file_pages_issue",
        ["0010"] = "failed_render_header_issue",
        ["0011"] = "failed_invalid_number_format",
        ["0012"] = "failed_mimetype_not_supported",
        ["0013"] = "failed_destination_not_supported",
        ["0014"] = "failed_image_preparation",
        ["0015"] = "failed_unknown_converter_issue",
        ["0016"] = "failed_convert_to_tiff_issue",
        ["0017"] = "failed_fs_49",
        ["0018"] = "failed_fs_2",
        ["0019"] = "failed",
        ["0020"] = "insufficient_credit",
        ["0021"] = "partially_sent",
        ["0022"] = "partially_received",
        [Lingering] = FaxStatus.InProgress,
        ["0099"] = FaxStatus.Unheard,
    };

    public static IEnumerable<(string Digits, string Outcome)> Table =>
        Statuses
            .Select(s => (s.Key, s.Key switch
            {
                Lingering => $"{s.Value} when it leaves the outbox, success another --send-seconds later",
                "0099" => $"{s.Value}, an unknown status (with --odd true)",
                _ => s.Value,
            }))
            .Append(
                (Retried, "success, reported by webhooks as a retry: data.id is the id of the sending session, hook.id the id of the fax"))
            .Append((OtherSpelling, "success, written with from_number and to_number"))
            .Append((Formatted, "success, reported by webhooks with spaces and dashes in the numbers"))
            .Append((Stuck, "stays in the outbox, sending, until it is cancelled"))
            .OrderBy(s => s.Item1, StringComparer.Ordinal);

    public static string StatusFor(string destination, bool odd) =>
        Statuses.TryGetValue(destination[^4..], out var status) && (odd || status != FaxStatus.Unheard) ? status : FaxStatus.Success;

    public static bool IsStuck(string destination) => destination.EndsWith(Stuck, StringComparison.Ordinal);

    public static bool IsRetried(string destination) => destination.EndsWith(Retried, StringComparison.Ordinal);

    public static bool IsFormatted(string destination) => destination.EndsWith(Formatted, StringComparison.Ordinal);

    public static bool HasNumberSpelling(string destination) => destination.EndsWith(OtherSpelling, StringComparison.Ordinal);
}
