using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus;

/// <summary>A fax to be sent (API reference 3.5), to at most 4,000 destinations.</summary>
public sealed class SendRequest
{
    /// <summary>The account that sends the fax, as a member's uid or <c>self</c>.</summary>
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>The destinations in the format that the service requires, <c>+&lt;country&gt;&lt;number&gt;</c>.</summary>
    public IReadOnlyList<string> To { get; set; } = [];

    /// <summary>The number to send from, several numbers separated by commas, or <c>no_number</c>; null for the run's default.</summary>
    public string? From { get; set; }

    /// <summary>
    /// Files on this machine, in page order. These files precede <see cref="UploadedFiles"/> in the fax. The documented maximum of the
    /// service is 10 files and 150 MB per fax. If the contents change after <see cref="IFaxSender.ResolveSenderAsync"/> or
    /// <see cref="IFaxSender.FindSentAsync"/>, the send fails; to send the new contents, set this property again.
    /// </summary>
    public IReadOnlyList<string> Files
    {
        get;
        set
        {
            field = value;
            Digests = null;
        }
    } = [];

    /// <summary>Uploaded files.</summary>
    public IReadOnlyList<UploadedFile> UploadedFiles { get; set; } = [];

    /// <summary>The id of an earlier fax. Its contents are sent after the files, if there are any.</summary>
    public string? FaxId { get; set; }

    /// <summary>The text of the comment.</summary>
    public string? Comment { get; set; }

    /// <summary>The tags. The client adds a unique tag that identifies the fax.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>
    /// The key of the item in the run's journal, which is also a tag of the fax. If null, the key in the journal is a digest of the
    /// destinations, contents, cover page, send time and account. If two faxes differ only in the number to send from, the digest of the
    /// second fax includes this number. With a journal, a request with uploaded files requires a key.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>The send time; null for an immediate send.</summary>
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>The number of retries, 0 to 3; null for the account's setting.</summary>
    public int? RetryCount { get; set; }

    /// <summary>The delay between retries, 0 to 30, documented as seconds; null for the account's setting.</summary>
    public int? RetryDelay { get; set; }

    /// <summary>Whether the pages are optimized for fax machines.</summary>
    public bool Enhance { get; set; } = true;

    /// <summary>A cover page.</summary>
    public CoverPage? CoverPage { get; set; }

    /// <summary>
    /// The destinations without duplicates, so that a number that is specified twice, even in different formats, receives one fax.
    /// </summary>
    internal string[] Destinations =>
        [.. To.GroupBy(PhoneNumber.Canonical, StringComparer.Ordinal).Select(static spellings => spellings.First())];

    /// <summary>
    /// The digests of <see cref="Files"/> when the files were first read; null if they have not been read. If the contents have changed
    /// since then, the send fails, because the caller may have overwritten a file with the document of another fax.
    /// </summary>
    internal IReadOnlyList<string>? Digests { get; set; }

    /// <summary>A callback that receives each phase of the send except the first.</summary>
    internal Action<SendPhase>? SetPhase { get; set; }
}
