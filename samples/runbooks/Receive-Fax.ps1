<#
.SYNOPSIS
    A runbook for a webhook: a fax that was received is saved to a folder and marked as read.
.DESCRIPTION
    Give the Azure Automation webhook of this runbook to Fax.Plus:

        Set-FaxPlusWebhook -Target https://example.webhook.azure-automation.net/webhooks?token=... -Event fax_received

    Nothing of the message is believed: the fax is fetched with the runbook's own token and compared before anything is done
    (-Verify); where messages are signed, the signature is checked too.

    In Azure Automation the token is the password of the credential asset FaxPlus, and the signing secret, where there is one, the
    encrypted variable FaxPlusWebhookSecret. Elsewhere they are the environment variables FAXPLUS_PAT and FAXPLUS_WEBHOOK_SECRET.
    The token takes the scopes fax:fax:read and fax:fax:edit.

    The same message may come more than once; the fax is then saved once more, over itself.
.PARAMETER WebhookData
    What Azure Automation passes: an object, or JSON in the test pane.
.PARAMETER Directory
    The folder to save to; on a hybrid worker a share, in the cloud a temporary folder to upload from.
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
        Write-Warning "This runbook is for received faxes; the message was about $($received.Event)."
        return
    }

    # First the file, then the mark: a fax that is marked as read is a fax that was saved.
    $received | Save-FaxPlusFax -Directory $Directory -Force
    $received | Set-FaxPlusFax -IsRead $true
}
finally {
    Disconnect-FaxPlus
}
