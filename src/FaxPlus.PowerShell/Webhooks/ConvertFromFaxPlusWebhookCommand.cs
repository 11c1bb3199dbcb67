using System.Management.Automation;
using System.Security;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Completion;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;
using FaxPlus.PowerShell.Webhooks;
using static FaxPlus.FaxPlusOperations;
using static FaxPlus.PowerShell.Operations.OperationRule;

namespace FaxPlus.PowerShell;

/// <summary>
/// Makes an object of what a webhook was told. A message that is forged, replayed, cut or too large (1 MB) is an error and no object.
/// Without -Secret and without -Verify nothing is checked but the form: whoever knows the webhook's address can send such a message.
/// </summary>
/// <remarks>
/// Signatures are those of the public Standard Webhooks scheme, as Svix delivers them. The vendor documents none for its webhooks; one
/// unofficial source knows of them. Where there is none, -Verify is the check.
/// </remarks>
[Cmdlet(VerbsData.ConvertFrom, "FaxPlusWebhook")]
[OutputType(typeof(WebhookEvent))]
public sealed class ConvertFromFaxPlusWebhookCommand : SessionCmdlet
{
    /// <summary>The operations of the API that it requests, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [When("with -Verify", call => call.Has("Verify"), GetFax)];

    private IWebhookReader? _reader;

    /// <summary>
    /// The body as one text, exactly as it came; or what has it: the WebhookData of an Azure Automation runbook as an object, as JSON or as
    /// the text that PowerShell 7 runbooks get, or the request of an Azure Function or a web server for PowerShell.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Body", "WebhookData")]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>The headers of the request, where only its body is given.</summary>
    [Parameter]
    public object? Header { get; set; }

    /// <summary>The signing secret, whsec_ and a key; several while secrets are rotated, of which any one must have signed.</summary>
    [Parameter]
    [PlainTextSecret]
    [AllowNull]
    [AllowEmptyCollection]
    public SecureString[]? Secret { get; set; } = [];

    /// <summary>
    /// Fetches the fax and compares it: it must be there and must not differ. What the account says of it is given out. Without -Secret
    /// nothing else of the message is believed but the event, its time and its target; whether it is a retry is not told then.
    /// </summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>The member whose fax it is, for -Verify and for the commands that follow; without it, the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Unchecked]
    [AllowNull]
    [AllowEmptyString]
    public string? UserId { get; set; } = FaxPlusDefaults.Self;

    /// <summary>What no other parameter takes: a name that is mistyped.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public object?[]? Rest { get; set; }

    private protected override bool TakesSecrets => true;

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            CommandLine.RefuseRest(MyInvocation, Rest);
            if (string.IsNullOrWhiteSpace(UserId)) throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "-UserId is empty.") { RecommendedAction = "Give the uid of a member, or leave the parameter out." };
            if (Header is null && MyInvocation.BoundParameters.ContainsKey(nameof(Header))) throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "-Header is null.") { RecommendedAction = "Give the headers of the request, or leave the parameter out." };
        }
        catch (FaxPlusException exception)
        {
            End(exception, null);
        }

        _reader = WebhookSecrets.Demand(this, Secret, ClientProvider.Factory.CreateWebhookReader);
    }

    /// <inheritdoc />
    protected override void ProcessRecord() => ForItem(null, () =>
    {
        WebhookEvent message = _reader!.Read(WebhookInput.Read(this, _reader, InputObject, Header));
        message.UserId = UserId!;
        if (Verify)
        {
            _reader.Compare(message, Find(message));
        }

        WriteObject(message);
    });

    /// <summary>
    /// The fax: by the id of the sending session, which the list may not have, then by that of the fax itself (API reference 3.6).
    /// </summary>
    private Fax Find(WebhookEvent message)
    {
        try
        {
            return Call((client, stop) => client.Faxes.GetAsync(message.FaxId!, UserId!, stop));
        }
        catch (FaxPlusException exception) when (exception.Kind == FaxPlusErrorKind.NotFound && message.IsRetry)
        {
            return Call((client, stop) => client.Faxes.GetAsync(message.HookId!, UserId!, stop));
        }
    }
}
