using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Sending;

/// <summary>A run of sends: finds the number to send from once, uploads each file once, and settles lost answers.</summary>
internal sealed class FaxSender(Transport transport, FaxPlusConnection connection, string? defaultFrom) : IFaxSender
{
    /// <summary>How often a fax is sent again that the service provably does not have.</summary>
    private const int MaxResends = 2;

    private readonly Dictionary<string, UploadedFile> _uploads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _onlyNumbers = new(StringComparer.Ordinal);
    private readonly LostAnswer _lostAnswer = new(transport, connection);

    public async Task<string> CheckAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (request.To.Count == 0 || request.To.Any(string.IsNullOrWhiteSpace)) throw Rejected("A destination is missing or empty.", "Name the number to send to, such as +14155550123.");
        if (request.To.Count > FaxPlusDefaults.MaxDestinations) throw Rejected($"{request.To.Count} destinations are more than the {FaxPlusDefaults.MaxDestinations} that one request may name.", "Split them.");
        bool hasFiles = request.Files.Count + request.UploadedFiles.Count > 0;
        if (request.FaxId is null && !hasFiles) throw Rejected("There is nothing to send.", "Name a file, an uploaded file, or the id of a fax to send again.");
        if (request.FaxId is not null && hasFiles) throw Rejected("A fax is either made of files or of an earlier fax, not of both.", "Leave out the files, or the fax id.");
        foreach (string file in request.Files) LocalFile.Check(file);
        return await SenderNumberAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<SentFax>> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        string from = await CheckAsync(request, cancellationToken).ConfigureAwait(false);
        var files = new List<UploadedFile>();
        foreach (string file in request.Files) files.Add(await UploadOnceAsync(file, request.UserId, cancellationToken).ConfigureAwait(false));
        files.AddRange(request.UploadedFiles);

        // The service has no idempotency key. This tag is what tells this send from any other.
        string mark = "faxplus-" + Guid.NewGuid().ToString("N");
        string[] tags = [.. request.Tags, mark];
        SendBody body = BodyOf(request, from, files, tags);
        for (int sends = 0; ; sends++)
        {
            DateTimeOffset begun = DateTimeOffset.UtcNow;
            IReadOnlyDictionary<string, string?> ids;
            try
            {
                SendAnswer answer = await transport.GetAsync<SendAnswer>(FaxPlusOperations.SendFax, AccountPath.Of(request.UserId, "outbox"), cancellationToken, _ => Transport.JsonBody(body)).ConfigureAwait(false);
                ids = IdsOf(answer, body.To!);
            }
            catch (FaxPlusException error) when (error.MayHaveTakenEffect)
            {
                transport.Observer.Verbose($"{error.Message} It is not known whether the fax was taken; looking for it.");
                IReadOnlyDictionary<string, string?>? found = await _lostAnswer.FindAsync(request, from, mark, begun, error, cancellationToken).ConfigureAwait(false);
                if (found is null)
                {
                    if (sends >= MaxResends)
                    {
                        error.MayHaveTakenEffect = false;
                        error.RecommendedAction = "Try again later: the service does not have the fax.";
                        throw;
                    }

                    transport.Observer.Verbose("The service does not have the fax; sending it again.");
                    continue;
                }

                ids = found;
            }
            catch (FaxPlusException error) when (error.StatusCode == 400 && request.To.Any(to => !IsPlain(to)))
            {
                string odd = string.Join(", ", request.To.Where(to => !IsPlain(to)).Take(5).Select(to => $"'{to}'"));
                error.RecommendedAction = $"Numbers are written with a plus sign, country code and number, without blanks: +14155550123. Check {odd}.";
                throw;
            }

            SentFax[] sent = [.. body.To!.Select(to => Receipt(request, to, ids[to], from, files, tags))];
            transport.Sent.Remember(sent);
            return sent;
        }
    }

    private async Task<UploadedFile> UploadOnceAsync(string path, string userId, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        string key = $"{userId}|{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}";
        if (_uploads.TryGetValue(key, out UploadedFile? known)) return known;
        return _uploads[key] = await new FileOperations(transport).UploadAsync(path, userId, null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> SenderNumberAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(request.From)) return request.From!.Trim();
        if (!string.IsNullOrWhiteSpace(defaultFrom)) return defaultFrom!.Trim();
        if (_onlyNumbers.TryGetValue(request.UserId, out string? known)) return known;

        IReadOnlyList<FaxNumber> all;
        try
        {
            all = await new NumberOperations(transport).ListAsync(request.UserId, cancellationToken).ConfigureAwait(false);
        }
        catch (FaxPlusException error) when (error.Kind is FaxPlusErrorKind.MissingScope or FaxPlusErrorKind.Forbidden)
        {
            error.RecommendedAction = "No number to send from was named, and the token may not list the account's numbers. Name one with -From, or once with Connect-FaxPlus -DefaultFrom; or use a token that has "
                + string.Join(" or ", FaxPlusOperations.ListNumbers.Scopes) + ".";
            throw;
        }

        string[] usable = [.. all.Where(number => number.Number is not null && number.IsCanceled != true && number.Status != "waiting_verification").Select(number => number.Number!)];
        return usable.Length switch
        {
            1 => _onlyNumbers[request.UserId] = PhoneNumber.Normalize(usable[0]),
            0 => throw Rejected("No number to send from was named, and the account has none.", "Name one with -From; the service also takes no_number."),
            _ => throw Rejected(
                $"No number to send from was named, and the account has {usable.Length}: {string.Join(", ", usable.Take(20))}{(usable.Length > 20 ? ", …" : "")}.",
                "Choose one with -From, or once for the session with Connect-FaxPlus -DefaultFrom."),
        };
    }

    private static SendBody BodyOf(SendRequest request, string from, List<UploadedFile> files, string[] tags) => new()
    {
        From = from,
        // A number named twice is one fax: the service's answer has one id for it.
        To = [.. request.To.Distinct()],
        Files = request.FaxId is null ? [.. files.Select(file => file.Path)] : null,
        FromFax = request.FaxId,
        Comment = new CommentBody { Text = request.Comment, Tags = tags },
        Options = new SendOptions
        {
            // What was a fax once was optimised already; the service wants this off (reference 3.5).
            Enhancement = request.Enhance && request.FaxId is null,
            Retry = request.RetryCount is null && request.RetryDelay is null ? null : new FaxRetry { Count = request.RetryCount, Delay = request.RetryDelay },
        },
        SendTime = request.SendTime is DateTimeOffset time ? FaxTime.FormatWithZone(time) : null,
        ReturnIds = true,
        CoverPage = request.CoverPage,
    };

    private static Dictionary<string, string?> IdsOf(SendAnswer answer, IReadOnlyList<string> destinations)
    {
        Dictionary<string, string> given = answer.Ids ?? [];
        var ids = new Dictionary<string, string?>();
        foreach (string to in destinations)
        {
            ids[to] = given.TryGetValue(to, out string? exact) ? exact
                : given.Where(item => PhoneNumber.AreSame(item.Key, to)).Select(item => item.Value).FirstOrDefault();
        }

        return ids;
    }

    private SentFax Receipt(SendRequest request, string to, string? id, string from, List<UploadedFile> files, string[] tags) => new()
    {
        OutboxId = id,
        UserId = request.UserId,
        To = to,
        From = from,
        SubmitTime = FaxTime.Floor(transport.Clock.Now),
        SendTime = request.SendTime?.ToUniversalTime(),
        Comment = request.Comment,
        Tags = tags,
        Files = [.. files.Select(file => file.Name)],
    };

    private static bool IsPlain(string number) => PhoneNumber.LooksInternational(number) && PhoneNumber.Normalize(number) == number;

    private static FaxPlusException Rejected(string message, string advice) =>
        new(FaxPlusErrorKind.BadRequest, message) { Operation = FaxPlusOperations.SendFax.ToString(), RecommendedAction = advice };
}
