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
/// Listens on this machine and gives out events as they come: at the prompt, behind a tunnel, or in tests. It listens on the loopback
/// addresses only. What is given out is answered 200, what is refused 4xx; an event that has come and is not given out when the command
/// ends is answered 503, so that it is delivered again. It ends with -First, with -Timeout, or with Ctrl+C.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "FaxPlusWebhook")]
[OutputType(typeof(WebhookEvent))]
public sealed class WaitFaxPlusWebhookCommand : FaxPlusCmdlet
{
    /// <summary>The operations of the API that it requests, for Get-FaxPlusScope.</summary>
    internal static readonly OperationRule[] ApiOperations = [];

    /// <summary>The port to listen on.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Unchecked(IsNumber = true)]
    public int Port { get; set; }

    /// <summary>The path to listen for, with its query where it has one; without it, any.</summary>
    [Parameter(Position = 1)]
    [Unchecked]
    public string? Path { get; set; }

    /// <summary>Ends after so many events.</summary>
    [Parameter]
    [Unchecked(IsNumber = true)]
    public int? First { get; set; }

    /// <summary>Ends after so many seconds; with -First, fewer events by then are an error.</summary>
    [Parameter]
    [Unchecked(IsNumber = true)]
    public int? Timeout { get; set; }

    /// <summary>The signing secret, whsec_ and a key; several while secrets are rotated, of which any one must have signed.</summary>
    [Parameter]
    [PlainTextSecret]
    [AllowNull]
    [AllowEmptyCollection]
    public SecureString[]? Secret { get; set; } = [];

    /// <summary>What no other parameter takes: a name that is mistyped.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public object?[]? Rest { get; set; }

    private protected override bool TakesSecrets => true;

    /// <inheritdoc />
    protected override void ProcessRecord()
    {
        try
        {
            CommandLine.RefuseRest(MyInvocation, Rest);
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
        WriteVerbose($"Listening on http://localhost:{Port}/{Path?.TrimStart('/')}");
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
        new(FaxPlusErrorKind.Timeout, string.Format(CultureInfo.CurrentCulture, "{0} of {1} events came within {2} seconds.", count, First, Timeout))
        {
            RecommendedAction = "Check with Get-FaxPlusWebhook that a webhook leads to this address. The service reaches this machine only through a tunnel; -Verbose shows what else came.",
        };
}
