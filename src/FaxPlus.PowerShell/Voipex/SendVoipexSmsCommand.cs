using System.Collections.Generic;
using System.Management.Automation;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Sessions;
using FaxPlus.PowerShell.Voipex;

namespace FaxPlus.PowerShell;

/// <summary>Sends text messages with Voipex. The response, which is not documented, is returned unchanged.</summary>
[Cmdlet(VerbsCommunications.Send, "VoipexSms", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject))]
public sealed class SendVoipexSmsCommand : VoipexCmdlet
{
    private string? _region;
    private RowColumns? _columns;

    /// <summary>The destinations, with a country code, or as national numbers of -Region.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    [Texts(AreNumbers = true)]
    public string[] To { get; set; } = [];

    /// <summary>The text.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Text(IsNote = true)]
    public string Text { get; set; } = "";

    /// <summary>The number to send from, which must be a number that the service allows.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Text(IsNumber = true)]
    public string From { get; set; } = "";

    /// <summary>The country of numbers without a country code, as two letters such as US.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(BlankIsNull = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Region { get; set; }

    /// <summary>Passes the numbers to the service unchanged, without a check.</summary>
    [Parameter]
    public SwitchParameter SkipNumberCheck { get; set; }

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
        _columns = new SmsColumns(this);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Region)))
        {
            ForItem(Region, () => _region = ClientProvider.Factory.Numbers.ParseRegion(Region));
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        RowValues.End();
        ForItem(Row, () =>
        {
            Rows.Check();
            if (!_columns!.Accepts(Row)) return;
            foreach (string destination in To) ForItem(destination, () => Send(destination));
        });
    }

    /// <inheritdoc />
    protected override void EndProcessing() => _columns!.WarnOfBlank();

    private void Send(string destination)
    {
        string to = Read(destination), from = Read(From);
        if (!ShouldProcess(to, $"Send a text message from {from}")) return;
        var message = new Dictionary<string, object?> { ["from"] = from, ["to"] = to, ["text"] = Text };
        WriteBody(Request(VoipexService.Sms, new FaxPlusRequest("POST", "/SMS") { JsonBody = RawBody.Json(this, message) }));
    }

    private string Read(string number)
    {
        try
        {
            return SkipNumberCheck ? number : ClientProvider.Factory.Numbers.Parse(number, _region ?? RegionOfRow(Region));
        }
        catch (FaxPlusException refused) when (refused.Advice == FaxPlusAdvice.Region)
        {
            // The region of Connect-FaxPlus does not apply to Voipex.
            throw refused.WithAdvice($"{refused.RecommendedAction} Use -Region, or a column Region.");
        }
    }
}
