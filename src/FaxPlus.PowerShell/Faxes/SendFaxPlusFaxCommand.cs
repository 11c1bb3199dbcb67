using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>Sends a fax to one or many destinations. One object a destination comes out.</summary>
[Cmdlet(VerbsCommunications.Send, "FaxPlusFax", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SentFax))]
[OutputType(typeof(Fax))]
public sealed class SendFaxPlusFaxCommand : FollowingCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UploadedSet = "UploadedFile";
    private const string FaxSet = "Fax";

    private readonly List<object> _sent = [];
    private CallsInFlight<IReadOnlyList<SentFax>>? _calls;
    private BulkProgress? _progress;
    private IFaxSender? _sender;
    private RowColumns? _columns;

    /// <summary>The destinations, written +country and number.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "Recipient")]
    [ValidateNotNullOrEmpty]
    public string[] To { get; set; } = [];

    /// <summary>Files in page order; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files in page order, as they are written.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What Add-FaxPlusFile gave out, in page order.</summary>
    [Parameter(ParameterSetName = UploadedSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public UploadedFile[] UploadedFile { get; set; } = [];

    /// <summary>The id of a fax whose contents are sent again.</summary>
    [Parameter(ParameterSetName = FaxSet, Mandatory = true)]
    [TextOf("FaxId", "Id", Hint = TextOfAttribute.FaxHint)]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? FaxId { get; set; }

    /// <summary>The number to send from; several, of which the service draws one a destination; or no_number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NumberCompleter))]
    [WithoutBlanks]
    public string[] From { get; set; } = [];

    /// <summary>A comment, seen only in the account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Comment { get; set; }

    /// <summary>Tags, seen only in the account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WithoutBlanks]
    public string[] Tag { get; set; } = [];

    /// <summary>When to send; without it, at once. A time without a zone is a local one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankAsNull]
    [Time]
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>How often the service tries again, 0 to 3; without it, the account's setting.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    [RangeOrNothing(0, 3)]
    public int? RetryCount { get; set; }

    /// <summary>The delay between tries, 0 to 30, documented as seconds; without it, the account's setting.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    [RangeOrNothing(0, 30)]
    public int? RetryDelay { get; set; }

    /// <summary>A cover page made with New-FaxPlusCoverPage.</summary>
    [Parameter]
    public CoverPage? CoverPage { get; set; }

    /// <summary>Sends the pages as they are, without optimising them for fax machines.</summary>
    [Parameter]
    public SwitchParameter NoEnhancement { get; set; }

    /// <summary>The member who sends; without it, the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Waits until all were sent or have failed, and gives out their records.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How many seconds -Wait waits at the most.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Timeout { get; set; } = Following.DefaultTimeout;

    /// <summary>How many faxes may be on their way to the service at a time.</summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>How many items will come from the pipeline, for the time left in the progress bar.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long ExpectedCount { get; set; }

    /// <summary>The file that makes the run resumable. It is made when it is not there.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Journal { get; set; }

    /// <summary>What the fax is called in the journal and, as a tag, in the account; without it, a hash of it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? Key { get; set; }

    /// <summary>Sends again what an earlier run left in doubt and what looking it up does not settle. It may arrive twice.</summary>
    [Parameter]
    public SwitchParameter ResendInDoubt { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _columns = new RowColumns(this);
    }

    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(string.Join(", ", To), () =>
    {
        string[] destinations = [.. To.Select(to => to.Trim()).Distinct()];
        int parts = (destinations.Length + FaxPlusDefaults.MaxDestinations - 1) / FaxPlusDefaults.MaxDestinations;
        // In whatever order they are named, a journal knows the parts again.
        if (parts > 1) Array.Sort(destinations, StringComparer.Ordinal);
        if (_calls is null) Begin(parts);
        for (int part = 0; part < parts; part++)
        {
            SendRequest request = RequestTo([.. destinations.Skip(part * FaxPlusDefaults.MaxDestinations).Take(FaxPlusDefaults.MaxDestinations)]);
            if (!string.IsNullOrWhiteSpace(Key)) request.Key = parts == 1 ? Key!.Trim() : $"{Key!.Trim()}#{part + 1}";
            ForItem(string.Join(", ", request.To), () => Send(request));
        }
    });

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        _calls?.Finish();
        _columns?.ExplainRefused();
        if (Wait && _sent.Count > 0) ForItem(null, () => Follow(_sent, UserId, TimeSpan.FromSeconds(Timeout)));
    }

    private protected override void FinishCalls() => _calls?.Finish();

    private protected override void EndCalls()
    {
        _calls?.WaitForCancelled();
        _sender?.Dispose();
    }

    private void Begin(int parts)
    {
        // One sender for the whole pipeline, so that a file of many rows is uploaded once.
        _sender = Client.Outbox.BeginSending(new SendingOptions
        {
            DefaultFrom = CurrentSession.DefaultFrom,
            Journal = JournalFile(),
            JournalIsReadOnly = IsWhatIf,
            ResendInDoubt = ResendInDoubt,
        });
        _progress = new BulkProgress(this, "Sending faxes", "sent", ExpectedCount > 0 ? ExpectedCount : MyInvocation.ExpectingInput ? 0 : parts);
        _calls = new CallsInFlight<IReadOnlyList<SentFax>>(this, ThrottleLimit, _progress, Give);
    }

    private string? JournalFile()
    {
        try
        {
            return Journal is null ? null : LocalPaths.Named(this, Journal);
        }
        catch (FaxPlusException exception)
        {
            exception.EndsRun = true;
            throw;
        }
    }

    private void Send(SendRequest request)
    {
        IFaxSender sender = _sender!;
        // A key alone tells that an item is done, also when its file has been filed away since.
        bool asksFirst = Journal is not null && request.Key is not null;
        if (asksFirst && Recall(request)) return;
        request.Files = ParameterSetName switch
        {
            PathSet => [.. Path.SelectMany(path => LocalPaths.Resolve(this, path))],
            LiteralPathSet => [.. LiteralPath.Select(path => LocalPaths.Literal(this, path))],
            _ => [],
        };
        if (Journal is not null && !asksFirst && Recall(request)) return;

        // Done at once but for the first time: not worth another thread's turn.
        string from = Await(sender.CheckAsync(request, Stop));
        if (!ShouldProcess(string.Join(", ", request.To), $"Send {What(request)} from {from}{When(request)}")) return;
        _calls!.Start(string.Join(", ", request.To), stop => sender.SendAsync(request, stop));
    }

    private bool Recall(SendRequest request)
    {
        // Done at once as well.
        if (Await(_sender!.RecallAsync(request, Stop)) is not { } done) return false;
        _progress!.Recalled();
        Give(done);
        return true;
    }

    private void Give(IReadOnlyList<SentFax> sent)
    {
        if (Wait) _sent.AddRange(sent);
        else WriteObject(sent, enumerateCollection: true);
    }

    private SendRequest RequestTo(string[] destinations) => new()
    {
        UserId = UserId,
        To = destinations,
        From = From.Length > 0 ? string.Join(",", From) : null,
        UploadedFiles = UploadedFile,
        FaxId = FaxId,
        Comment = string.IsNullOrEmpty(Comment) ? null : Comment,
        Tags = Tag,
        SendTime = SendTime,
        RetryCount = RetryCount,
        RetryDelay = RetryDelay,
        Enhance = !NoEnhancement,
        CoverPage = CoverPage,
    };

    private static string What(SendRequest request) => request.FaxId is not null
        ? $"fax {request.FaxId} again"
        : string.Join(", ", request.Files.Select(System.IO.Path.GetFileName).Concat(request.UploadedFiles.Select(file => file.Name)));

    private static string When(SendRequest request) => request.SendTime is DateTimeOffset time ? string.Format(CultureInfo.InvariantCulture, " at {0:yyyy-MM-dd HH:mm}", time.ToLocalTime()) : "";
}
