using System;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Threading;
using FaxPlus.PowerShell.Binding;
using FaxPlus.PowerShell.Cmdlets;
using FaxPlus.PowerShell.Operations;
using FaxPlus.PowerShell.Sessions;
using FaxPlus.PowerShell.Webhooks;

namespace FaxPlus.PowerShell;

/// <summary>
/// Listens on the loopback addresses of this machine and returns events as they arrive, for use at the prompt, behind a tunnel, or in
/// tests. The listener responds with 200 to returned events, and with 4xx to refused events. It responds with 503 to events that were not
/// returned when the command ends, so that the service redelivers these events. The command ends when a limit of -First or -Timeout is
/// reached, or with Ctrl+C.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "FaxPlusWebhook")]
[OutputType(typeof(WebhookEvent))]
public sealed class WaitFaxPlusWebhookCommand : FaxPlusCmdlet
{
    /// <summary>The API operations that this cmdlet calls, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    /// <summary>The port.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Unchecked(IsNumber = true)]
    public int Port { get; set; }

    /// <summary>The accepted path, with its query if there is one; the default is any path.</summary>
    [Parameter(Position = 1)]
    [Unchecked]
    public string? Path { get; set; }

    /// <summary>Ends after this number of events.</summary>
    [Parameter]
    [Unchecked(IsNumber = true)]
    public int? First { get; set; }

    /// <summary>Ends after this number of seconds. With -First, fewer events within this time cause an error.</summary>
    [Parameter]
    [Unchecked(IsNumber = true)]
    public int? Timeout { get; set; }

    /// <summary>
    /// The signing secret: whsec_ followed by a key. During a rotation, specify several secrets, one of which must have signed the message.
    /// </summary>
    [Parameter]
    [PlainTextSecret(AreSeveral = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public SecureString[]? Secret { get; set => field = HideLine(value); } = [];

    /// <summary>Pipeline input, which the command refuses.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [RefusedInput]
    public object? OtherInput { get; set; }

    private protected override bool AcceptsSecrets => true;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        try
        {
            CommandLine.RefuseInput(MyInvocation, OtherInput);
            UncheckedAttribute.Demand(nameof(Port), Port, 1, 65535);
            UncheckedAttribute.Demand(nameof(First), First ?? 1, 1, int.MaxValue);
            UncheckedAttribute.Demand(nameof(Timeout), Timeout ?? 1, 1, int.MaxValue);
        }
        catch (FaxPlusException exception)
        {
            End(exception, null);
        }

        using IWebhookListener listener = WebhookSecrets.Demand(this, Secret, secrets => ClientProvider.Factory.ListenForWebhooks(
            new WebhookListenerOptions { Port = Port, Path = Path, Secrets = secrets }, Observer));
        WriteVerbose("Listening on " + AddressSecrets.HideAll($"http://localhost:{Port}/{Path?.TrimStart('/')}"));
        DateTimeOffset? end = Timeout is int seconds ? DateTimeOffset.UtcNow.AddSeconds(seconds) : null;
        for (int count = 0; count != First; count++)
        {
            TimeSpan left = end is DateTimeOffset then ? then - DateTimeOffset.UtcNow : System.Threading.Timeout.InfiniteTimeSpan;
            if (end is not null && left < TimeSpan.Zero) left = TimeSpan.Zero;
            if (Await(stop => listener.NextAsync(left, stop)) is WebhookEvent message)
            {
                WriteObject(message);
                continue;
            }

            if (First is not null) Fail(TooFew(count), null);
            return;
        }
    }

    private FaxPlusException TooFew(int count) =>
        new(
            FaxPlusErrorKind.Timeout,
            string.Format(
                CultureInfo.CurrentCulture,
                "{0} of {1} events arrived within {2} {3}.",
                count,
                First,
                Timeout,
                Timeout == 1 ? "second" : "seconds"))
        {
            RecommendedAction = "Check with Get-FaxPlusWebhook that the target of a webhook is the address of a tunnel to this port. " +
                "-Verbose shows the rejected requests.",
        };
}
