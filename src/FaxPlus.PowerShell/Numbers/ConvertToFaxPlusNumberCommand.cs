using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;

namespace FaxPlus.PowerShell;

/// <summary>
/// Converts fax numbers from the formats that people and spreadsheets use to the format that the service requires, without a request.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "FaxPlusNumber")]
[OutputType(typeof(string))]
public sealed class ConvertToFaxPlusNumberCommand : FaxPlusCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    private RowColumns? _columns;
    private string? _region;
    private string? _sessionRegion;

    /// <summary>The numbers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [FromProperty("FaxNumber", "Number", "To", Hint = "Specify numbers as text, or objects with a FaxNumber, Number or To.")]
    public string?[]? Number { get; set; }

    /// <summary>
    /// The country of numbers without a country code, as two letters such as US; the default is the session's region, if there is a
    /// session.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(BlankIsNull = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Region { get; set; }

    /// <summary>The pipeline object.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? Row
    {
        get;
        set => Rows.Begin(field = value);
    }

    private RowValues Rows => field ??= new RowValues(this);

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _columns = new RowColumns(this);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Region)))
        {
            ForItem(Region, () => _region = ClientProvider.Factory.Numbers.ParseRegion(Region));
        }
        else
        {
            _sessionRegion = RunspaceSession<FaxPlusSession>.Find(this, static ended => ended.Close())?.Region;
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(Row, () =>
    {
        RowValues.End();
        Rows.Check();
        _columns!.Check(Row);
        foreach (string? number in Number ?? [null])
        {
            ForItem(
                number, () => WriteObject(ClientProvider.Factory.Numbers.Parse(number, _region ?? RegionOfRow(Region) ?? _sessionRegion)));
        }
    });
}
