using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Faxes;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>Sends a fax to one or more destinations. Returns one object for each destination.</summary>
[Cmdlet(VerbsCommunications.Send, "FaxPlusFax", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SentFax))]
[OutputType(typeof(Fax))]
public sealed partial class SendFaxPlusFaxCommand : FollowingCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations =
    [
        Always(SendFax),
        OperationRule.When(
            "for local files",
            call => !call.Has("UploadedFile") & (!call.Has("FaxId") | call.Has("Path") | call.Has("LiteralPath")),
            UploadFile),
        OperationRule.When(
            "without -From and without a default number of the session",
            call => !(call.HasText("From") | call.SessionHasSender),
            ListNumbers),
        OperationRule.When("with -Wait", call => call.Has("Wait"), ListOutbox, ListFaxes, GetFax),

        // A token without these scopes can also send, but after a lost response, the fax stays in doubt.
        OperationRule.When("to search for the fax after a lost response", call => call.IsComplete ? false : null, ListOutbox, ListFaxes),
    ];

    private const string PathSet = "Path";
    private const string UploadedSet = "UploadedFile";

    private static readonly TimeSpan s_pastTolerance = TimeSpan.FromMinutes(1);

    // A longer wait indicates a year of another calendar. For example, 2027 is 2570 in Thailand, and 1448 in Saudi Arabia.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(50 * 365);

    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);

    // The key and row number of each request of a shared journal. The garbage collector removes an entry together with its request.
    private readonly ConditionalWeakTable<SendRequest, ItemOfRow> _items = new();
    private CallsInFlight<IReadOnlyList<SentFax>>? _calls;
    private BulkProgress? _progress;
    private IFaxSender? _sender;
    private string? _journal;
    private SendColumns? _columns;
    private UnboundRowDiagnostics? _unbound;
    private string? _region;
    private PSObject? _row;
    private bool _isPathOfRow;
    private bool _isLiteralOfRow;

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // Without these values, the fax would be sent immediately (SendTime), without contents or a cover page, from the default number, or
        // twice (Key). Therefore, an empty argument causes an error.
        string[] meaningful =
        [
            nameof(SendTime), nameof(CoverPage), nameof(From), nameof(FaxId), nameof(Path), nameof(LiteralPath), nameof(Key),
        ];
        if (EmptyArgument.Of(MyInvocation, meaningful) is { } empty) End(empty, null);
        _columns = new SendColumns(this);
        _unbound = new UnboundRowDiagnostics(this, _columns);
        _isPathOfRow = Path.Length == 0;
        _isLiteralOfRow = LiteralPath.Length == 0;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Region)))
        {
            ForItem(Region, () => _region = ClientProvider.Factory.Numbers.ParseRegion(Region));
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        RowValues.End();
        ForItem(To.Length > 0 ? string.Join(", ", To) : _row is null ? null : $"Row {Rows.Number}", SendRow);
    }

    private void SendRow()
    {
        if (_row is not null && _columns!.SkipsBlank(_row)) return;
        Rows.Check();
        _columns!.Check(_row);
        SendColumns.CheckReceived(_row);
        if (To.Length == 0)
        {
            throw SendTexts.Rejected("A destination is missing or empty.", "Specify the number to send to, such as +14155550123.");
        }

        SelectSession();
        if (_calls is null) Begin(PartsOf(To));
        string[] destinations;
        string? from;
        try
        {
            string? region = SkipNumberCheck ? null : _region ?? RegionOfRow(Region);
            destinations =
            [
                .. To
                    .Select(to => SkipNumberCheck ? to : ReadNumber(to, region))
                    .GroupBy(PhoneNumber.Canonical)
                    .Select(same => same.First()),
            ];
            from = From.Length == 0
                ? null
                : string.Join(",", From.Select(number => SkipNumberCheck ? number : ReadSender(number, region)).Distinct());
        }
        catch (FaxPlusException refused)
        {
            _progress!.Failed(refused);
            throw;
        }

        int parts = PartsOf(destinations);
        // The destinations are sorted, so that a journal identifies the parts regardless of the order and format of the destinations.
        if (parts > 1) Array.Sort([.. destinations.Select(PhoneNumber.Canonical)], destinations, StringComparer.Ordinal);
        for (int part = 0; part < parts; part++)
        {
            SendRequest request = RequestTo(
                from, [.. destinations.Skip(part * FaxPlusDefaults.MaxDestinations).Take(FaxPlusDefaults.MaxDestinations)]);
            string? key = string.IsNullOrWhiteSpace(Key) ? null : Key!.Trim();
            if (key is not null) request.Key = parts == 1 ? key : $"{key}#{part + 1}";
            ForItem(string.Join(", ", request.To), () => Send(request, key));
        }
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        ForItem(null, () => _calls?.Finish());
        ForItem(null, () => SendPassedOver(waits: true));
        _unbound?.Explain();
        _columns?.WarnOfBlank();
        if (_sent.Count > 0) ForItem(null, () => Follow(_sent, UserId, TimeSpan.FromSeconds(Timeout)));
        FinishCalls();
    }

    private protected override void EndCalls()
    {
        _calls?.WaitForCancelled();
        _sender?.Dispose();
    }

    private void Begin(int parts)
    {
        // One IFaxSender is used for the complete pipeline, so that a file in several rows is uploaded once.
        _sender = Client.Outbox.BeginSending(new SendingOptions
        {
            DefaultFrom = CurrentSession.DefaultFrom,
            Journal = _journal = Journal is null ? null : LocalPaths.Journal(this, Journal),
            JournalCredential = SecureTextAttribute.Read(nameof(JournalCredential), JournalCredential),
            ExpectedCount = ExpectedCount,
            JournalIsReadOnly = IsWhatIf,
            MarkComments = !NoCommentMark,
            ResendInDoubt = ResendInDoubt,
        });
        _progress = new BulkProgress(
            this,
            "Sending faxes",
            "sent",
            ExpectedCount > 0 ? ExpectedCount : MyInvocation.ExpectingInput ? 0 : parts,
            () => _sender?.Run);
        _calls = new CallsInFlight<IReadOnlyList<SentFax>>(this, ThrottleLimit, _progress, WriteReceipts);
    }

    private static int PartsOf(string[] destinations) =>
        (destinations.Length + FaxPlusDefaults.MaxDestinations - 1) / FaxPlusDefaults.MaxDestinations;

    private void Send(SendRequest request, string? key)
    {
        IFaxSender sender = _sender!;
        int? row = _row is null ? null : Rows.Number;
        FaxPlusException? unreadable = null;
        try
        {
            request.Files = Files();
            if (_journal is not null && request.Files.Contains(_journal))
            {
                throw SendTexts.Rejected($"'{_journal}' is the journal of this run, and cannot be faxed.", "Choose another journal.");
            }
        }
        catch (FaxPlusException exception)
            when (Journal is not null && request.Key is not null && exception.Kind != FaxPlusErrorKind.BadRequest)
        {
            // The key alone identifies a sent item, so a missing file causes an error only if the item has not been sent.
            unreadable = exception;
        }

        bool hasDocuments = request.FaxId is not null || request.Files.Count + request.UploadedFiles.Count > 0;
        if (Journal is not null && (request.Key is not null || hasDocuments) && Recall(request, key, row)) return;
        if (unreadable is not null) throw unreadable;
        if (!hasDocuments)
        {
            if (_row is not null) _unbound!.Refuse(_row);
            throw SendTexts.Rejected(
                "There is nothing to send.",
                "Specify a file with -Path, or in the column Path; or an uploaded file, or the id of a fax to send again.");
        }

        // This call completes synchronously except for the first item, so another thread is unnecessary.
        string from = Await(sender.ResolveSenderAsync(request, CancellationToken));
        string to = string.Join(", ", request.To);
        TimeSpan? ahead = request.SendTime - DateTimeOffset.UtcNow;
        if (ahead?.Duration() > s_longestWait)
        {
            throw SendTexts.Rejected(
                $"{to}: the send time {SendTexts.TimeOf(request)} is more than {s_longestWait.Days / 365} years away; " +
                "the year may be from another calendar.",
                "Specify the year of the Gregorian calendar, such as 2027-02-28 08:00.");
        }

        if (ahead < -s_pastTolerance)
        {
            WriteWarning($"{to}: the send time {SendTexts.TimeOf(request)} is in the past; the fax is sent immediately.");
        }
        if (!ShouldProcess(to, $"Send {SendTexts.What(request)} from {from}{SendTexts.When(request)}")) return;
        Start(request, new ItemOfRow(key, row));
        SendPassedOver(waits: false);
    }

    private void Start(SendRequest request, ItemOfRow item)
    {
        if (IsShared && !_items.TryGetValue(request, out _)) _items.Add(request, item);
        _calls!.Start(string.Join(", ", request.To), async (stop, setPhase) =>
        {
            request.SetPhase = setPhase;
            return item.Stamp(await _sender!.SendAsync(request, stop).ConfigureAwait(false));
        });
    }

    private bool IsShared => Journal is not null && JournalAddress.Is(Journal);

    /// <summary>Sends items that this command left to other workers, but that those workers have not sent.</summary>
    private void SendPassedOver(bool waits)
    {
        if (!IsShared || _sender is null) return;
        while (TakePassedOver(waits) is { Count: > 0 } again)
        {
            foreach (SendRequest request in again)
            {
                if (_items.TryGetValue(request, out ItemOfRow? item)) Start(request, item);
            }

            if (!waits) return;
            _calls!.Finish();
        }
    }

    private IReadOnlyList<SendRequest> TakePassedOver(bool waits)
    {
        Task<IReadOnlyList<SendRequest>> passedOver = _sender!.TakePassedOverAsync(waits, CancellationToken);
        // The progress bar is updated during the wait, because other workers continue to process items.
        while (!passedOver.IsCompleted && Await(Task.WhenAny(passedOver, Task.Delay(s_progressInterval))) != passedOver)
        {
            _progress!.Refresh();
        }

        return Await(passedOver);
    }

    private bool Recall(SendRequest request, string? key, int? row)
    {
        // This call completes synchronously except for the first item.
        if (Await(_sender!.FindSentAsync(request, CancellationToken)) is not { } done) return false;
        _progress!.DoneBefore();
        WriteReceipts(new ItemOfRow(key, row).Stamp(done));
        WriteVerbose($"{string.Join(", ", request.To)}: an earlier run with this journal has sent the fax; it is not sent again.");
        return true;
    }
}
