<#
.SYNOPSIS
    A runbook for a webhook: saves a received fax to a folder and marks it as read.
.DESCRIPTION
    Register the Azure Automation webhook of this runbook at Fax.Plus:

        Set-FaxPlusWebhook -Target https://example.webhook.azure-automation.net/webhooks?token=... -Event fax_received

    The payload is untrusted. Before the runbook processes a payload, it retrieves the fax with its own token and compares the fax with
    the payload (-Verify). If payloads are signed, the runbook also verifies the signature.

    In Azure Automation, the token is the password of the credential asset FaxPlus, and the optional signing secret is the encrypted
    variable FaxPlusWebhookSecret. Outside Azure Automation, the environment variables FAXPLUS_PAT and FAXPLUS_WEBHOOK_SECRET contain them.
    The token needs the scopes fax:fax:read and fax:fax:edit.

    The same event may arrive more than once. The runbook is idempotent: it overwrites the file of the same fax.
.PARAMETER WebhookData
    Specifies the data that Azure Automation passes: an object, or JSON in the test pane.
.PARAMETER Directory
    Specifies the target folder: a share on a hybrid worker or, in the cloud, a temporary folder, whose files you must upload elsewhere.
.OUTPUTS
    System.IO.FileInfo
#>
param(
    [Parameter(Mandatory)]
    [object] $WebhookData,

    [string] $Directory = (Join-Path ([System.IO.Path]::GetTempPath()) 'faxes')
)

$ErrorActionPreference = 'Stop'
Import-Module FaxPlus

if (Get-Command Get-AutomationPSCredential -ErrorAction Ignore) {
    Connect-FaxPlus -Credential (Get-AutomationPSCredential -Name FaxPlus)
    $secret = Get-AutomationVariable -Name FaxPlusWebhookSecret -ErrorAction Ignore
}
else {
    Connect-FaxPlus -FromEnvironment
    $secret = $env:FAXPLUS_WEBHOOK_SECRET
}

$check = @{ Verify = $true }
if ($secret) { $check.Secret = ConvertTo-SecureString $secret -AsPlainText -Force }

try {
    $received = ConvertFrom-FaxPlusWebhook -InputObject $WebhookData @check
    if ($received.Event -ne 'fax_received') {
        Write-Warning "This runbook processes only received faxes, but the event was $($received.Event)."
        return
    }

    # The fax is marked as read only after it has been saved.
    $received | Save-FaxPlusFax -Directory $Directory -Force
    $received | Set-FaxPlusFax -IsRead $true
}
finally {
    Disconnect-FaxPlus
}
