using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Json;
using FaxPlus.Client.Operations;

namespace FaxPlus.Client.Sending;

/// <summary>Hands one fax over to the service, exactly once: a lost answer is settled before anything is sent again.</summary>
internal sealed class Delivery(Transport transport, FaxPlusConnection connection, Preparation preparation)
{
    /// <summary>How often a fax is sent again that the service provably does not have.</summary>
    private const int MaxResends = 3;

    private readonly LostAnswer _lostAnswer = new(transport, connection);
    private volatile bool _uploadingAgainHelps = true;

    public async Task<Delivered> SendAsync(SendRequest request, Prepared prepared, string mark, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        SendBody body = BodyOf(request, prepared, tags);
        string comment = Digest.Short(request.Comment);
        SentMemory.Trace trace = transport.Sent.Begin(body.To!, comment, mark, transport.Time.GetUtcNow());
        bool mayBeThere = true;
        bool isAnew = false;
        try
        {
            for (int sends = 0; ; sends++)
            {
                DateTimeOffset begun = transport.Time.GetUtcNow();
                try
                {
                    SendAnswer answer = await transport.GetAsync<SendAnswer>(FaxPlusOperations.SendFax, AccountPath.Of(request.UserId, "outbox"), cancellationToken, _ => Transport.JsonBody(body)).ConfigureAwait(false);
                    trace.IsSure = true;
                    return new Delivered(IdsOf(answer, body.To!), FaxTime.Floor(transport.Clock.Now));
                }
                catch (FaxPlusException error) when (error.MayHaveTakenEffect)
                {
                    transport.Observer.Verbose($"{error.Message} It is not known whether the fax was taken; looking for it.");
                    var lost = new LostSend(trace, begun, transport.Time.GetUtcNow(), error) { UserId = request.UserId, To = body.To!, From = prepared.From, Comment = comment };
                    if (await _lostAnswer.FindAsync(lost, cancellationToken).ConfigureAwait(false) is { } found) return found;
                    if (sends >= MaxResends)
                    {
                        error.MayHaveTakenEffect = false;
                        error.RecommendedAction = "Try again later: the service does not have the fax.";
                        mayBeThere = false;
                        throw;
                    }

                    transport.Observer.Verbose("The service does not have the fax; sending it again.");
                }
                catch (FaxPlusException error)
                {
                    mayBeThere = error.Kind == FaxPlusErrorKind.InDoubt;
                    if (error.StatusCode != 400) throw;
                    UploadedFile? lost = prepared.Files.FirstOrDefault(file => IsNamed(file, error));
                    if (lost is not null && !isAnew && _uploadingAgainHelps && !request.UploadedFiles.Contains(lost))
                    {
                        transport.Observer.Verbose($"{error.Message} Uploading again what the service has not kept.");
                        prepared = await preparation.PrepareAnewAsync(request, prepared, cancellationToken).ConfigureAwait(false);
                        body.Files = [.. prepared.Files.Select(file => file.Path)];
                        isAnew = mayBeThere = true;
                        continue;
                    }

                    if (lost is not null && request.UploadedFiles.Contains(lost)) error.RecommendedAction = $"Upload '{lost.Name}' again with Add-FaxPlusFile: the service keeps uploads for a time, and does not say for how long.";
                    else AdviseOnNumbers(error, request);
                    // A service that names the files in whatever it refuses has lost none.
                    if (lost is not null && isAnew) _uploadingAgainHelps = false;
                    throw;
                }
            }
        }
        finally
        {
            transport.Sent.End(trace, mayBeThere, transport.Time.GetUtcNow());
        }
    }

    /// <summary>Looks for a fax that an earlier run began to send.</summary>
    /// <returns>What was found; null when the service does not have the fax.</returns>
    public Task<Delivered?> FindAsync(LostSend lost, CancellationToken cancellationToken) => _lostAnswer.FindAsync(lost, cancellationToken);

    private static SendBody BodyOf(SendRequest request, Prepared prepared, IReadOnlyList<string> tags) => new()
    {
        From = prepared.From,
        // A number named twice is one fax: the service's answer has one id for it.
        To = [.. request.To.Distinct()],
        Files = request.FaxId is null ? [.. prepared.Files.Select(file => file.Path)] : null,
        FromFax = request.FaxId,
        Comment = new CommentBody { Text = request.Comment, Tags = [.. tags] },
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
        // By a table: of thousands, each would have to be compared with each.
        ILookup<string, string> respelt = given.ToLookup(item => PhoneNumber.Normalize(item.Key), item => item.Value, StringComparer.Ordinal);
        var ids = new Dictionary<string, string?>();
        foreach (string to in destinations) ids[to] = given.TryGetValue(to, out string? exact) ? exact : respelt[PhoneNumber.Normalize(to)].FirstOrDefault();

        return ids;
    }

    private static bool IsNamed(UploadedFile file, FaxPlusException error) => file.Path.Length > 0 && (error.Message.Contains(file.Path) || error.ResponseBody?.Contains(file.Path) == true);

    private static void AdviseOnNumbers(FaxPlusException error, SendRequest request)
    {
        string[] odd = [.. request.To.Where(to => !IsPlain(to)).Take(5).Select(to => $"'{to}'")];
        // As the service's field is called. The number itself may stand in an example of what is right.
        if (Regex.IsMatch(error.Message, @"\bfrom\b", RegexOptions.IgnoreCase)) error.RecommendedAction = "Send from a number of the account: Get-FaxPlusNumber lists them, for -From or for Connect-FaxPlus -DefaultFrom.";
        else if (odd.Length > 0) error.RecommendedAction = $"Numbers are written with a plus sign, country code and number, without blanks: +14155550123. Check {string.Join(", ", odd)}.";
    }

    private static bool IsPlain(string number) => PhoneNumber.LooksInternational(number) && PhoneNumber.Normalize(number) == number;
}
