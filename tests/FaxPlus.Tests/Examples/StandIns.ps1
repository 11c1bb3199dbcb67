# The commands that the examples need in addition to the module: replacements for the cmdlets of Azure Automation, and the functions that
# the comments <!-- before: --> call. AnsweringHost.cs answers the prompts with the answers in Run-Examples.ps1.

#region Azure Automation: one credential, and variables that live as long as the example

$AutomationVariables = @{ FaxPlusWebhookSecret = $null; FaxState = $null }

function Get-AutomationPSCredential([string] $Name) {
    [pscredential]::new('fax', (ConvertTo-SecureString $env:FAXPLUS_PAT -AsPlainText -Force))
}

function Get-AutomationVariable([string] $Name) { $AutomationVariables[$Name] }

function Set-AutomationVariable([string] $Name, $Value) { $AutomationVariables[$Name] = $Value }

#endregion

#region For the marks `before`

$ControlUri = $env:FAXPLUS_API_URI -replace '/v3$', '/_emulator'

# Simulates a received fax and returns its id. The emulator's page describes the fields.
function Receive-TestFax([hashtable] $Fax = @{}) {
    (Invoke-RestMethod "$ControlUri/receive" -Method Post -Body (ConvertTo-Json $Fax) -ContentType application/json -NoProxy).ids
}

# Simulates received faxes every second until the example ends.
function Start-TestFax([hashtable] $Fax = @{}) {
    $null = Start-ThreadJob {
        for () {
            $null = Invoke-RestMethod "$using:ControlUri/receive" -Method Post -Body (
                ConvertTo-Json $using:Fax) -ContentType application/json -NoProxy
            Start-Sleep -Milliseconds 300
        }
    }
}

# Adds a fault to the emulator. The emulator's page describes the fields.
function Add-TestFault([hashtable] $Fault) {
    $null = Invoke-RestMethod "$ControlUri/faults" -Method Post -Body (ConvertTo-Json $Fault) -ContentType application/json -NoProxy
}

# Simulates a received fax, and returns the webhook message that the service would send for it.
function Get-TestWebhookMessage {
    $fax = Get-FaxPlusFax -FaxId (Receive-TestFax)
    ConvertTo-Json @{
        hook = @{ id = $fax.Id; event = 'fax_received'; event_time = '2027-01-04 08:00:00' }
        data = @{
            id = $fax.Id
            uid = (Get-FaxPlusAccount).Id
            from = $fax.From
            to = $fax.To
            pages = $fax.Pages
            start_time = $fax.Time.UtcDateTime.ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture)
        }
    }
}

#endregion
