using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using FaxPlus.Client.IO;
using FaxPlus.Client.Json;
using FaxPlus.Client.Outbox.Journal;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// The keys that an item may have within a journal: the specified key, or digests of everything that the recipient sees and of the send
/// time. The comment is excluded, because scripts write the time of the run into it. The sender is not part of the key, because it can be
/// specified in several ways, or not at all; it is compared with the sender of the journal's item. If two faxes differ only in the sender,
/// the key of the second fax contains the sender.
/// </summary>
internal sealed class ItemKeys
{
    /// <summary>In a key, represents the only number of the account.</summary>
    private const string DefaultSender = "default";

    /// <summary>In a key, represents the only number of an account whose numbers cannot be read.</summary>
    private const string UnknownSender = "unknown";

    private readonly SendRequest _request;
    private readonly string? _uid;
    private readonly string[] _contents;
    private string? _sender;

    /// <param name="request">The request.</param>
    /// <param name="named">The sender that the request or the run specifies; null for the only number of the account.</param>
    /// <param name="uid">The uid of the account that is signed in; null if it is not known.</param>
    /// <param name="files">Computes the digests of the files.</param>
    /// <param name="cancellationToken">Cancels the reading of the files.</param>
    public ItemKeys(SendRequest request, string? named, string? uid, FileHasher files, CancellationToken cancellationToken)
    {
        if (request.UploadedFiles.Count > 0 && request.Key is null)
        {
            throw SendPreparer.Rejected(
                "The contents of an uploaded file are not known here, so a journal cannot identify the item by them.",
                "Specify a key for each item, or send files instead of uploads.",
                FaxPlusAdvice.Key);
        }

        (_request, _uid) = (request, uid);
        var contents = new List<string>();
        foreach (string file in request.Files) contents.Add(files.Of(file, cancellationToken));
        contents.AddRange(request.UploadedFiles.Select(file => file.Path));
        if (request.CoverPage is CoverPage page) contents.Add(JsonSerializer.Serialize(page, WireJson.Of<CoverPage>()));
        _contents = [.. contents];
        _sender = named is null ? null : SenderNumber.Canonical(named);
        IsSenderNamed = named is not null;
        Main = request.Key ?? Of(UserOf(request.UserId), "", PhoneNumber.Canonical);
    }

    public bool IsSenderNamed { get; }

    /// <summary>The key of a new item. All requests for the same fax have the same main key.</summary>
    public string Main { get; }

    /// <summary>The digest of the fax and its sender.</summary>
    public string Contents => ContentsOf(_sender ?? "");

    /// <summary>
    /// Whether an item that this run has sent is the same fax. The sender is also the same if only this request specifies it and the other
    /// item was sent from that number by default.
    /// </summary>
    public bool HasContentsOf(JournalEntry entry) =>
        entry.Contents == Contents
        || (IsSenderNamed && !entry.IsSenderNamed && SenderNumber.Canonical(entry.From) == _sender && entry.Contents == ContentsOf(""));

    /// <summary>
    /// The keys of a new item, in order of preference. A key is used if the keys before it belong to faxes from other numbers.
    /// </summary>
    public IEnumerable<string> New
    {
        get
        {
            yield return Main;
            if (_request.Key is not null) yield break;
            // This key does not change if the number of the account changes.
            if (!IsSenderNamed) yield return Of(UserOf(_request.UserId), DefaultSender, PhoneNumber.Canonical);
            yield return Of(UserOf(_request.UserId), _sender ?? UnknownSender, PhoneNumber.Canonical);
        }
    }

    /// <summary>
    /// All keys that the item may have in a journal. Earlier versions computed the key from the sender, the user and the numbers in the
    /// spelling of the request.
    /// </summary>
    public IEnumerable<string> All => Possible.Distinct();

    /// <summary>The keys are computed lazily, since most items are found by the first key.</summary>
    private IEnumerable<string> Possible
    {
        get
        {
            foreach (string key in New) yield return key;
            if (_request.Key is not null) yield break;
            foreach (string user in new[]
            {
                UserOf(_request.UserId), _request.UserId, UserOf(_request.UserId) == FaxPlusDefaults.Self ? _uid : null,
            }.OfType<string>().Distinct())
            {
                foreach (string sender in new[] { "", DefaultSender, PhoneNumber.Normalize(_request.From), _sender }
                    .OfType<string>()
                    .Distinct())
                {
                    yield return Of(user, sender, PhoneNumber.Canonical);
                    if (_request.To.Any(to => PhoneNumber.Normalize(to) != PhoneNumber.Canonical(to)))
                    {
                        yield return Of(user, sender, PhoneNumber.Normalize);
                    }
                }
            }
        }
    }

    /// <summary>Sets the number that the fax is sent from if no sender is specified.</summary>
    public void SetSender(string number) => _sender = SenderNumber.Canonical(number);

    /// <summary>
    /// Whether a journal entry with one of these keys is the item of this request: both have the same sender, or neither specifies a
    /// sender, even if the default number of the account has changed since. An entry that failed before its sender was known has no
    /// sender, and matches any sender.
    /// </summary>
    public bool Includes(JournalEntry entry) =>
        _request.Key is not null
        || entry.From.Length == 0
        || SenderNumber.Canonical(entry.From) == _sender
        || (!IsSenderNamed && !entry.IsSenderNamed);

    /// <summary>The digest of the documents alone; null if the contents are not available here.</summary>
    public static string? Documents(SendRequest request, FileHasher files, CancellationToken cancellationToken)
    {
        if (request.UploadedFiles.Count > 0 || (request.Files.Count == 0 && request.FaxId is null)) return null;
        return Of([request.FaxId ?? "", .. request.Files.Select(file => files.Of(file, cancellationToken))]);
    }

    private string ContentsOf(string sender) => Of(UserOf(_request.UserId), sender, PhoneNumber.Canonical);

    private string Of(string user, string sender, Func<string, string> spelling) => Of(
    [
        user, sender, _request.SendTime?.UtcDateTime.ToString("O") ?? "", _request.FaxId ?? "", _request.Enhance ? "" : "plain",
        .. _request.To.Select(spelling).Distinct().OrderBy(to => to, StringComparer.Ordinal),
        .. _contents,
    ]);

    private static string Of(IEnumerable<string> parts) =>
        Digest.Of(string.Join("\n", parts.Select(part => $"{part.Length}:{part}"))).Substring(0, 32);

    /// <summary>The canonical spelling of the user: <c>self</c> for the account that is signed in.</summary>
    private string UserOf(string userId)
    {
        string user = Plain(userId);
        return string.Equals(user, FaxPlusDefaults.Self, StringComparison.OrdinalIgnoreCase) || (_uid is not null && user == Plain(_uid))
            ? FaxPlusDefaults.Self
            : user;
    }

    /// <summary>A uid without dashes and in lower case.</summary>
    private static string Plain(string uid) => Guid.TryParse(uid, out Guid id) ? id.ToString("N") : uid;
}
