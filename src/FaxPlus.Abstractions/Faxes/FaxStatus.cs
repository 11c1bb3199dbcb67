using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>The meaning of the service's statuses (API reference 3.8). The service may return other statuses.</summary>
public static class FaxStatus
{
    private static readonly Dictionary<string, string> s_meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["success"] = "All pages were delivered",
        ["partially_sent"] = "Only some pages were sent",
        ["partially_received"] = "Only some pages were received",
        ["in_progress"] = "Still in transmission",
        ["insufficient_credit"] = "The account's credit is insufficient",
        ["failed"] = "Failed without a stated reason",
        ["failed_internal_process_error"] = "The service failed internally",
        ["failed_user_busy"] = "The line was busy",
        ["failed_no_answer"] = "The recipient did not answer",
        ["failed_unallocated_number"] = "The number is not in use",
        ["failed_office_converter_issue"] = "The office document could not be converted",
        ["failed_separate_file_pages_issue"] = "The document's pages could not be separated",
        ["failed_render_header_issue"] = "The header line could not be rendered",
        ["failed_invalid_number_format"] = "The number does not have the required format",
        ["failed_mimetype_not_supported"] = "The file type is not supported",
        ["failed_destination_not_supported"] = "The service does not send to this destination",
        ["failed_image_preparation"] = "The page images could not be prepared",
        ["failed_to_send"] = "The fax could not be sent",
        ["failed_normal_temporary_failure"] = "The network failed temporarily",
        ["failed_unknown_converter_issue"] = "The document could not be converted; it may be protected by a password",
        ["failed_normal_clearing"] = "The other side hung up",
        ["failed_convert_to_tiff_issue"] = "The document could not be converted to fax pages",
        ["failed_fs_49"] = "The fax machines could not agree on the transmission settings (49)",
        ["failed_fs_2"] = "The fax machines could not agree on the transmission settings (2)",
        ["submitted"] = "Accepted by the service",
        ["converting"] = "Being converted to fax pages",
        ["scheduled_for_sending"] = "Waiting for the scheduled time",
        ["sending"] = "Being sent",
    };

    private static readonly Dictionary<string, string> s_short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["partially_sent"] = "partly sent",
        ["partially_received"] = "partly received",
        ["insufficient_credit"] = "credit too low",
        ["failed_internal_process_error"] = "failed: service",
        ["failed_user_busy"] = "failed: busy",
        ["failed_unallocated_number"] = "failed: not in use",
        ["failed_office_converter_issue"] = "failed: conversion",
        ["failed_separate_file_pages_issue"] = "failed: pages",
        ["failed_render_header_issue"] = "failed: header",
        ["failed_invalid_number_format"] = "failed: bad number",
        ["failed_mimetype_not_supported"] = "failed: file type",
        ["failed_destination_not_supported"] = "failed: no service",
        ["failed_image_preparation"] = "failed: page image",
        ["failed_to_send"] = "failed: not sent",
        ["failed_normal_temporary_failure"] = "failed: network",
        ["failed_unknown_converter_issue"] = "failed: conversion",
        ["failed_normal_clearing"] = "failed: hung up",
        ["failed_convert_to_tiff_issue"] = "failed: conversion",
        ["scheduled_for_sending"] = "scheduled",
    };

    private static readonly HashSet<string> s_retryable = new(StringComparer.OrdinalIgnoreCase)
    {
        "failed", "failed_user_busy", "failed_no_answer", "failed_normal_clearing",
        "failed_normal_temporary_failure", "failed_to_send", "failed_internal_process_error",
    };

    private static readonly HashSet<string> s_unfinished = new(StringComparer.OrdinalIgnoreCase)
    {
        "in_progress", "submitted", "converting", "scheduled_for_sending", "sending",
    };

    /// <summary>The documented statuses of faxes and of the outbox.</summary>
    public static IEnumerable<string> Known => s_meanings.Keys;

    /// <summary>Returns a description of the status; for an undocumented status, the result of <see cref="Shorten"/>.</summary>
    public static string Describe(string? status)
    {
        if (string.IsNullOrEmpty(status)) return "Unknown";
        return s_meanings.TryGetValue(status!, out string? meaning) ? meaning : Shorten(status);
    }

    /// <summary>Returns a short description of the status for tables, with at most 18 characters for a documented status.</summary>
    public static string Shorten(string? status)
    {
        if (string.IsNullOrEmpty(status)) return "";
        if (s_short.TryGetValue(status!, out string? words)) return words;
        return status!.StartsWith("failed_", StringComparison.OrdinalIgnoreCase)
            ? "failed: " + status.Substring(7).Replace('_', ' ')
            : status.Replace('_', ' ');
    }

    /// <summary>Whether the status is final, successful or not. An unknown status counts as final.</summary>
    public static bool IsFinished(string? status) => !string.IsNullOrEmpty(status) && !s_unfinished.Contains(status!);

    /// <summary>Whether the fax was transmitted completely.</summary>
    public static bool IsSuccess(string? status) => string.Equals(status, "success", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether sending the same fax again later may succeed. The vendor does not document for which statuses this is the case, so the list
    /// of these statuses is an assumption.
    /// </summary>
    public static bool IsWorthAnotherTry(string? status) =>
        status is not null && (s_retryable.Contains(status) || status.StartsWith("failed_fs_", StringComparison.OrdinalIgnoreCase));
}
