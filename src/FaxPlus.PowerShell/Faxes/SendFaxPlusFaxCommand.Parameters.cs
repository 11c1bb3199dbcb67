using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Faxes;

namespace FaxPlus.PowerShell;

/// <content>The parameters, and the files and request that they specify.</content>
public sealed partial class SendFaxPlusFaxCommand
{
    /// <summary>The destinations, with a country code, or as national numbers of -Region or of the session's region.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Destination", "Recipient", "FaxNumber")]
    [ArgumentCompleter(typeof(ContactNumberCompleter))]
    [Texts(AreNumbers = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public string[] To { get; set; } = [];

    /// <summary>Files in page order; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [SupportsWildcards]
    [Texts(ArePaths = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of files, in page order.</summary>
    // This parameter is in the same set as Path, because PowerShell tries no other set if one column of a row fits the default set.
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [Texts(ArePaths = true)]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Uploaded files from Add-FaxPlusFile, in page order.</summary>
    [Parameter(ParameterSetName = UploadedSet, Mandatory = true)]
    [UploadedFiles]
    [ValidateNotNullOrEmpty]
    public UploadedFile[] UploadedFile { get; set; } = [];

    /// <summary>The id of a fax whose contents are sent again, after any files.</summary>
    [Parameter]
    [FromProperty("FaxId", "Id", Hint = FromPropertyAttribute.FaxHint, Owners = [typeof(Fax)])]
    [ArgumentCompleter(typeof(FaxIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? FaxId { get; set; }

    /// <summary>The number to send from, several numbers from which the service chooses one for each destination, or no_number.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NumberCompleter))]
    [Texts(SkipsBlanks = true, AreNumbers = true)]
    public string[] From { get; set; } = [];

    /// <summary>The country of numbers without a country code, as two letters such as US; the default is the session's region.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(BlankIsNull = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Region { get; set; }

    /// <summary>Passes the destinations and the sender number to the service unchanged, without a check.</summary>
    [Parameter]
    public SwitchParameter SkipNumberCheck { get; set; }

    /// <summary>A comment, visible only in the account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(IsNote = true)]
    [AllowEmptyString]
    public string? Comment { get; set; }

    /// <summary>Tags, visible only in the account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Texts(SkipsBlanks = true, AreNotes = true)]
    public string[] Tag { get; set; } = [];

    /// <summary>The send time; the default is now. A time without an offset is local.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Time(IsInstant = true)]
    public DateTimeOffset? SendTime { get; set; }

    /// <summary>The number of retries, 0 to 3; the default is the account's setting.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber(Least = 0, Most = 3)]
    public int? RetryCount { get; set; }

    /// <summary>The delay between retries, 0 to 30, documented as seconds; the default is the account's setting.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber(Least = 0, Most = 30)]
    public int? RetryDelay { get; set; }

    /// <summary>A cover page from New-FaxPlusCoverPage.</summary>
    [Parameter]
    public CoverPage? CoverPage { get; set; }

    /// <summary>Sends the pages without optimizing them for fax machines.</summary>
    [Parameter]
    public SwitchParameter NoEnhancement { get; set; }

    /// <summary>The member who sends the fax; the default is the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [ValidateNotNullOrEmpty]
    public string UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>Waits until all faxes have been sent or have failed, and returns their records.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>The maximum number of seconds that -Wait waits.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int Timeout { get; set; } = Following.DefaultTimeout;

    /// <summary>The maximum number of faxes that are sent concurrently.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>The expected number of items, for the remaining time in the progress bar.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long ExpectedCount { get; set; }

    /// <summary>
    /// The journal, which makes the run resumable. The value is a file, or the address of a run in Azure Table Storage that several workers
    /// share. A journal that does not exist is created.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Text]
    public string? Journal { get; set; }

    /// <summary>For a journal in a table, the secret of the storage account, as a connection string, an account key or a SAS.</summary>
    [Parameter]
    [SecureText]
    public SecureString? JournalCredential { get; set => field = HideLine(value); }

    /// <summary>The key of the fax in the journal and, as a tag, in the account; the default is a digest of the fax.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(IsNote = true)]
    [AllowEmptyString]
    public string? Key { get; set; }

    /// <summary>A row of a list, or an uploaded file from Add-FaxPlusFile.</summary>
    // PowerShell sets this parameter first, even for a row that PowerShell refuses afterwards.
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject
    {
        get => _row;
        set
        {
            Rows.Begin(_row = value);
            _unbound?.Begin(value);
        }
    }

    private RowValues Rows => field ??= new RowValues(this);

    /// <summary>
    /// Omits the mark that a run with a journal adds to the end of each comment. The run uses the mark to identify the records of its
    /// faxes.
    /// </summary>
    [Parameter]
    public SwitchParameter NoCommentMark { get; set; }

    /// <summary>
    /// Resends an item that an earlier run left in doubt and that a search cannot resolve. The recipient may receive the fax twice.
    /// </summary>
    [Parameter]
    public SwitchParameter ResendInDoubt { get; set; }

    /// <summary>The local files to send.</summary>
    private string[] Files()
    {
        if (ParameterSetName != PathSet) return [];
        // An uploaded file also has a property Path, which is its path in the service.
        string[] files = Uploaded is not null && _isPathOfRow
            ? []
            : [.. Path.SelectMany(path => LocalPaths.ResolveOnce(this, path, _isPathOfRow))];
        // In a row that also has a Path, FullName may contain the name of a person; the FullName of a file is a complete path.
        bool mayBeName = _isPathOfRow && _isLiteralOfRow && files.Length > 0 && _row?.Properties[nameof(LiteralPath)] is null;
        string[] literal =
        [
            .. LiteralPath
                .Where(path => !mayBeName || path.IndexOfAny(['/', '\\']) >= 0)
                .Select(path => LocalPaths.Literal(this, path)),
        ];
        if (files.Length == 0 || literal.Length == 0 || files.SequenceEqual(literal)) return files.Length > 0 ? files : literal;
        throw SendTexts.Rejected(
            $"Two different files are specified: '{Path[0]}' as Path and '{LiteralPath[0]}' as LiteralPath (FullName, PSPath).",
            "Specify only one, or remove the other column from the rows with Select-Object * -ExcludeProperty PSPath, FullName.");
    }

    private UploadedFile? Uploaded => _row?.BaseObject as UploadedFile;

    // The request contains copies, because the caller may change its objects, for example for the next row, before the fax is sent.
    private SendRequest RequestTo(string? from, string[] destinations) => new()
    {
        UserId = UserId,
        To = destinations,
        From = from,
        UploadedFiles = [.. (ParameterSetName == PathSet && Uploaded is { } uploaded ? [uploaded] : UploadedFile).Select(SendTexts.Copy)],
        FaxId = FaxId,
        Comment = string.IsNullOrEmpty(Comment) ? null : Comment,
        Tags = [.. Tag],
        SendTime = SendTime,
        RetryCount = RetryCount,
        RetryDelay = RetryDelay,
        Enhance = !NoEnhancement,
        CoverPage = SendTexts.CheckedCopy(CoverPage),
    };
}
