using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using FaxPlus.Client.IO;
using FaxPlus.Client.Json;
using FaxPlus.Client.Outbox.Journal;

namespace FaxPlus.Client.Outbox;

/// <summary>
/// The keys that an item may have within a journal. A key is specified in the request, or is a digest of the contents that the recipient
/// receives, the destinations, the send time and the sending user. The digest does not include the comment, because scripts often write the
/// time of the run into the comment. The preferred digest does not include the sender number either, because a sender can be specified in
/// several ways, or not at all. Instead, the sender of the request is compared with the sender of the journal item. If two faxes differ
/// only in the sender, the digest of the second fax includes its sender.
/// </summary>
internal sealed class ItemKeys
{
    /// <summary>The text that represents the only number of the account in a key.</summary>
    private const string DefaultSender = "default";

    /// <summary>The text that represents the only number of the account in a key if the numbers of the account cannot be read.</summary>
    private const string UnknownSender = "unknown";

    private readonly SendRequest _request;
    private readonly string? _uid;
    private readonly string[] _contents;
    private string? _sender;

    /// <param name="request">The request.</param>
    /// <param name="named">The sender that the request or the run specifies. If null, the sender is the only number of the account.</param>
    /// <param name="uid">The uid of the signed-in account; null if the uid is not known.</param>
    /// <param name="digests">The digests of the files.</param>
    public ItemKeys(SendRequest request, string? named, string? uid, IReadOnlyList<string> digests)
    {
        if (request.UploadedFiles.Count > 0 && request.Key is null)
        {
            throw SendPreparer.Rejected(
                "The contents of an uploaded file are not known, so a journal cannot identify the item by its contents.",
                "Specify a key for each item, or send files instead of uploads.",
                FaxPlusAdvice.Key);
        }

        (_request, _uid) = (request, uid);
        var contents = new List<string>(digests);
        contents.AddRange(request.UploadedFiles.Select(file => file.Path));
        if (request.CoverPage is CoverPage page) contents.Add(JsonSerializer.Serialize(page, WireJson.Of<CoverPage>()));
        _contents = [.. contents];
        _sender = named is null ? null : SenderNumber.Canonical(named);
        IsSenderNamed = named is not null;
        Main = request.Key ?? Of(UserOf(request.UserId), "", PhoneNumber.Canonical);
    }

    public bool IsSenderNamed { get; }

    /// <summary>The preferred key of a new item, which is the same for all requests for the same fax.</summary>
    public string Main { get; }

    /// <summary>The digest of the fax, including its sender.</summary>
    public string Contents => ContentsOf(_sender ?? "");

    /// <summary>
    /// Whether an item that this run has sent is the same fax as this request. The sender also counts as the same if the other item was
    /// sent from the account's default number, and this request specifies that number.
    /// </summary>
    public bool HasContentsOf(JournalEntry entry) =>
        entry.Contents == Contents
        || (IsSenderNamed && !entry.IsSenderNamed && SenderNumber.Canonical(entry.From) == _sender && entry.Contents == ContentsOf(""));

    /// <summary>
    /// The keys of a new item, in order of preference. A key is used if all preceding keys belong to faxes from other numbers.
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
    /// All keys that the item may have in a journal, including those of earlier versions, which computed the key from the sender, the user
    /// and the numbers as written in the request.
    /// </summary>
    public IEnumerable<string> All => Possible.Distinct();

    /// <summary>
    /// All keys, possibly with duplicates. The keys are computed on demand, because most items are found by the first key.
    /// </summary>
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

    /// <summary>Sets the account's number, from which the fax is sent because no sender is specified.</summary>
    public void SetSender(string number) => _sender = SenderNumber.Canonical(number);

    /// <summary>
    /// Whether a journal entry with one of these keys is the item of this request. If the request specifies its key, the entry always
    /// matches. Otherwise, it matches if both have the same sender, or if neither specifies a sender, even if the default number of the
    /// account has changed. An entry that failed before its sender was known has no sender, and matches any sender.
    /// </summary>
    public bool Includes(JournalEntry entry) =>
        _request.Key is not null
        || entry.From.Length == 0
        || SenderNumber.Canonical(entry.From) == _sender
        || (!IsSenderNamed && !entry.IsSenderNamed);

    /// <summary>
    /// Whether the documents can be compared between runs, by the contents of files or the id of an earlier fax. The contents of uploaded
    /// files are not known.
    /// </summary>
    public static bool HasDocuments(SendRequest request) =>
        request.UploadedFiles.Count == 0 && (request.Files.Count > 0 || request.FaxId is not null);

    /// <summary>
    /// Returns the specified key; null if no key is specified. A key that cannot be encoded in UTF-8 without loss is refused, because the
    /// key in the journal would be different, so that each run would send the item again.
    /// </summary>
    public static string? GivenBy(SendRequest request) =>
        request.Key is null || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(request.Key)) == request.Key ? request.Key
        : throw SendPreparer.Rejected(
            $"The key '{request.Key}' contains an incomplete character: the text was truncated in the middle of a character.",
            "Use short keys that do not change, such as an invoice number, or truncate the text at another position.");

    /// <summary>Computes the digest of the documents, without the other data of the request.</summary>
    public static string Documents(SendRequest request, IReadOnlyList<string> digests) => Of([request.FaxId ?? "", .. digests]);

    private string ContentsOf(string sender) => Of(UserOf(_request.UserId), sender, PhoneNumber.Canonical);

    private string Of(string user, string sender, Func<string, string> spelling) => Of(
    [
        user, sender, _request.SendTime?.UtcDateTime.ToString("O") ?? "", _request.FaxId ?? "", _request.Enhance ? "" : "plain",
        .. _request.To.Select(spelling).Distinct().OrderBy(to => to, StringComparer.Ordinal),
        .. _contents,
    ]);

    private static string Of(IEnumerable<string> parts) =>
        Digest.Of(string.Join("\n", parts.Select(part => $"{part.Length}:{part}"))).Substring(0, 32);

    /// <summary>Returns the canonical form of a user id, which is <c>self</c> for the signed-in account.</summary>
    private string UserOf(string userId)
    {
        string user = Plain(userId);
        return string.Equals(user, FaxPlusDefaults.Self, StringComparison.OrdinalIgnoreCase) || (_uid is not null && user == Plain(_uid))
            ? FaxPlusDefaults.Self
            : user;
    }

    /// <summary>Converts a uid to lower case without dashes.</summary>
    private static string Plain(string uid) => Guid.TryParse(uid, out Guid id) ? id.ToString("N") : uid;
}
