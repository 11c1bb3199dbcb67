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
/// Converts a webhook message to an object. A message that is incomplete or larger than 1 MB causes an error. With -Secret, a message
/// causes an error if its signature is invalid, its time differs from the time of this machine by more than five minutes, or the same call
/// has already read the message. Without -Secret and -Verify, only the format is checked, so anyone who knows the webhook's address can
/// send an accepted message.
/// </summary>
/// <remarks>
/// The signatures follow the Standard Webhooks scheme, in the format of Svix. The vendor does not document signatures for its webhooks, but
/// an unofficial source mentions them. For messages without signatures, -Verify is the only check.
/// </remarks>
[Cmdlet(VerbsData.ConvertFrom, "FaxPlusWebhook")]
[OutputType(typeof(WebhookEvent))]
public sealed class ConvertFromFaxPlusWebhookCommand : SessionCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [When("with -Verify", call => call.Has("Verify"), GetFax)];

    private IWebhookReader? _reader;

    /// <summary>
    /// The unchanged body as one string, or an object that contains the body. The object is the WebhookData of an Azure Automation runbook
    /// (as an object, as JSON, or as the text that PowerShell 7 runbooks receive), or the request of an Azure Function or of a PowerShell
    /// web server.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Body", "WebhookData")]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>The headers of the request, if the input is only the body.</summary>
    [Parameter]
    public object? Header { get; set; }

    /// <summary>
    /// The signing secret: whsec_ followed by a key. During a rotation, specify several secrets, one of which must have signed the message.
    /// </summary>
    [Parameter]
    [PlainTextSecret(AreSeveral = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public SecureString[]? Secret { get; set => field = HideLine(value); } = [];

    /// <summary>
    /// Reads the fax and compares it with the message. A fax that does not exist or differs causes an error. The output contains the fields
    /// of the fax. Without -Secret, only the event, its time and its target come from the message, and whether the fax is a retry is
    /// unknown.
    /// </summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>The member who owns the fax, for -Verify and for later commands; the default is the signed-in user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MemberCompleter))]
    [Unchecked]
    [AllowNull]
    [AllowEmptyString]
    public string? UserId { get; set; } = FaxPlusDefaults.Self;

    private const string NotInAccount =
        "If the fax belongs to another member, specify -UserId. Otherwise, the fax was deleted, or the message may be forged.";

    private protected override bool AcceptsSecrets => true;

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            if (string.IsNullOrWhiteSpace(UserId))
            {
                throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "-UserId is empty.")
                {
                    RecommendedAction = "Specify the uid of a member, or omit the parameter.",
                };
            }
            if (Header is null && MyInvocation.BoundParameters.ContainsKey(nameof(Header)))
            {
                throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "-Header is null.")
                {
                    RecommendedAction = "Specify the headers of the request, or omit the parameter.",
                };
            }
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
    /// Reads the fax by the message's <c>data.id</c>. For a retry, this is the id of the complete sending session, which the list of faxes
    /// may not contain. In this case, the method reads the fax by <c>hook.id</c> (API reference 3.6).
    /// </summary>
    private Fax Find(WebhookEvent message)
    {
        FaxPlusException? unknown = null;
        foreach (string? id in message.IsRetry ? [message.FaxId, message.HookId] : new[] { message.FaxId })
        {
            try
            {
                return Call((client, stop) => client.Faxes.GetAsync(id!, UserId!, stop));
            }
            catch (FaxPlusException exception) when (exception.Kind == FaxPlusErrorKind.NotFound)
            {
                unknown ??= exception;
            }
        }

        throw unknown!.WithAdvice(NotInAccount);
    }
}
