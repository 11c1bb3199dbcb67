using System;
using System.Collections.Generic;

namespace FaxPlus;

/// <summary>What is to be sent, to whom and how (API reference 3.5). At most 4,000 destinations.</summary>
public sealed class SendRequest
{
    /// <summary>The account that sends: a member's uid, or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destinations, as the service wants them: <c>+&lt;country&gt;&lt;number&gt;</c>.</summary>
    public IReadOnlyList<string> To { get; set; } = [];

    /// <summary>The number to send from; several separated by commas, <c>no_number</c>, or null for the run's default.</summary>
    public string? From { get; set; }

    /// <summary>Files of this machine, in page order. They come before <see cref="UploadedFiles"/>.</summary>
    public IReadOnlyList<string> Files { get; set; } = [];

    /// <summary>Files uploaded before, as paths of the service.</summary>
    public IReadOnlyList<UploadedFile> UploadedFiles { get; set; } = [];

    /// <summary>A fax whose contents are sent again, instead of files.</summary>
    public string? FaxId { get; set; }

    /// <summary>The text of the comment.</summary>
    public string? Comment { get; set; }

    /// <summary>Tags. The client adds one of its own, by which it finds the fax again.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>
    /// What the item is called in the run's journal and, as a tag, in the account; null for a hash of its destinations, its
    /// contents, its sender and its time.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>When to send; null for at once.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>How often sending is tried again, 0 to 3; null for the account's setting.</summary>
    public int? RetryCount { get; set; }

    /// <summary>After what delay, 0 to 30, documented as seconds; null for the account's setting.</summary>
    public int? RetryDelay { get; set; }

    /// <summary>Whether the pages are optimised for fax machines.</summary>
    public bool Enhance { get; set; } = true;

    /// <summary>A cover page.</summary>
    public CoverPage? CoverPage { get; set; }
}
