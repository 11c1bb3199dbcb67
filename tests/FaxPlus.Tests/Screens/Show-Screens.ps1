# Writes the output of the views for fixed objects, one file per type and width: first the table, then the list. The folder `plain` contains
# the output without colours, `coloured` with colours, and `wide` at a width at which nothing is wrapped or truncated. All times are local,
# so that the time zone has no effect.
param([string] $Module, [string] $Folder)

$ErrorActionPreference = 'Stop'
Import-Module $Module
function Get-LocalTime([string] $Time) { [DateTimeOffset]::new([datetime]::Parse($Time, [cultureinfo]::InvariantCulture)) }
$time = Get-LocalTime '2026-03-01 14:05:09'

$account = [FaxPlus.Account] @{
    Uid = '7724157c0974440293e45877c57f0703'
    Name = 'Ada'
    Lastname = 'Lovelace'
    Email = 'ada.lovelace@example.com'
    AccountType = 'corporate_admin'
    Status = 'active'
    Phone = '+14155550100'
    AccountData = [FaxPlus.AccountData] @{ CompanyName = 'Engines'; Role = 'admin'; DefaultFileType = 'pdf' }
    CreationDate = Get-LocalTime '2025-01-25 14:05:09'
}
$waiting = [FaxPlus.Account] @{
    Uid = '16f48b1aef194c3b97c2b7a34bb78e5a'
    Name = 'Maximilian'
    Lastname = 'von Hohenlohe-Langenburg'
    Email = 'maximilian.von.hohenlohe@subsidiary.example.com'
    AccountType = 'corporate_member'
    Status = 'waiting_for_signup'
}
$secret = [securestring]::new()
$secret.AppendChar('x')
Connect-FaxPlus -Pat $secret -ApiUri http://127.0.0.1:9/v3 -DefaultFrom '+16505550100' -Scope fax:fax:read,
    fax:fax:edit -ExpiresOn ('2030-01-31')

$objects = [ordered]@{
    Fax           = @(
        [FaxPlus.Fax] @{
            Id = '5f3a9c0d1e2f3a4b5c6d7e8f'
            OwnerId = '7724157c0974440293e45877c57f0703'
            Direction = 'outgoing'
            Status = 'success'
            From = '+16505550100'
            To = '+14155550111'
            Comment = 'Offer 17'
            Pages = 3
            SubmitTime = $time
            StartTime = $time.AddSeconds(40)
            Duration = [timespan]::FromSeconds(95)
            Cost = 0.3
            FileName = 'offer.pdf'
            IsRead = $true
            IsSpam = $false
        }
        foreach ($status in [FaxPlus.FaxStatus]::Known -match '^(failed|partially|insuff|in_)') {
            [FaxPlus.Fax] @{
                Id = 'a' * 24
                Direction = 'outgoing'
                Status = $status
                From = '+16505550100'
                To = '+493012345678901'
                Pages = 12
                SubmitTime = $time
            }
        }
        foreach ($status in 'failed_new_word', 'failed_carrier_overloaded_today') {
            [FaxPlus.Fax] @{
                Id = 'b' * 24; Direction = 'incoming'; Status = $status; From = '+442071830102'; To = '+16505550100'; StartTime = $time
            }
        }
        [FaxPlus.Fax]::new()
    )
    OutboxFax     = @(
        [FaxPlus.OutboxFax] @{
            Id = 'c' * 32
            Status = 'scheduled_for_sending'
            From = '+16505550100'
            To = '+14155550111', '+14155550112', '+14155550113'
            SubmitTime = $time
            SendTime = $time.AddDays(3)
            PageCount = 3
            Comment = 'Offer'
            Tags = 'a', 'b'
            Retry = [FaxPlus.FaxRetry] @{ Count = 2; Delay = 30 }
            Files = '/transient-1'
            StatusChanges = [FaxPlus.StatusChange] @{ Status = 'submitted'; At = $time }, [FaxPlus.StatusChange] @{
                Status = 'converting'; At = $time.AddSeconds(3)
            }
        }
        [FaxPlus.OutboxFax] @{
            Id = 'd' * 32; Status = 'failed_unallocated_number'; From = '+16505550100'; To = '+493012345678901'; SubmitTime = $time
        }
    )
    SentFax       = @([FaxPlus.SentFax] @{
        OutboxId = 'c' * 32; To = '+493012345678901'; From = '+16505550100'; SubmitTime = $time; SendTime = $time.AddDays(3)
        Files = 'offer.pdf', 'terms and conditions of 2026.pdf'; Comment = 'Offer'; Tags = 'a' })
    JournalItem   = @(
        foreach ($state in 'Sent', 'Failed', 'Sending', 'InDoubt') {
            [FaxPlus.JournalItem] @{
                Key = '17f0c5d2a9b84e36a1c417f0c5d2a9b8'
                State = $state
                To = '+14155550111', '+14155550112'
                From = '+16505550100'
                Files = 'offer.pdf', 'terms.pdf'
                Begun = $time
                Ended = $time.AddSeconds(2)
                Attempts = 1
                Tag = 'faxplus-17f0'
                Error   = switch ($state) {
                    Failed {
                        "Sending the fax failed: the service answered 400 (Bad Request): bad_request: " +
                            "'to': '0123' is not a number in the E.164 format, such as +16505550100."
                    }
                    InDoubt {
                        'It is not known whether the fax to +14155550111, +14155550112 was sent: ' +
                            'the answer was lost, and the service could not be asked.'
                    }
                }
                ErrorId = switch ($state) { Failed { 'FaxPlus.BadRequest' } InDoubt { 'FaxPlus.InDoubt' } }
            }
        }
    )
    JournalSummary = @([FaxPlus.JournalSummary] @{
        Journal = 'https://contoso.table.core.windows.net/faxes#march'; Count = 1237; Sent = 1230; Failed = 2; InDoubt = 1; Sending = 4
        Workers = 2; PerMinute = 33.333333333333336; Expected = 5000; TimeLeft = [timespan]::FromSeconds(6780.6123); Time = $time })
    FaxNumber     = @(
        [FaxPlus.FaxNumber] @{
            Id = '1'
            Number = '+16505550100'
            Status = 'active'
            AcquiredDate = Get-LocalTime '2025-12-01 14:05:09'
            ExpirationDate = Get-LocalTime '2026-05-30 14:05:09'
            AssignedTo = $account.Uid, $waiting.Uid
            OwnerId = $account.Uid
            IsCanceled = $false
        }
        [FaxPlus.FaxNumber] @{ Id = '2'; Number = '+16505550101'; Status = 'waiting_verification' }
    )
    Contact       = @(
        [FaxPlus.Contact] @{
            Id = 'c' * 24
            Name = 'Ada Lovelace'
            FaxNumber = '+14155550123'
            Email = 'ada@example.com'
            Groups = 'Vendors', 'Analytical engines of the north'
            IsShared = $true
            IsTelefax = $false
            CreationDate = Get-LocalTime '2026-01-02 14:05:09'
            ModificationDate = Get-LocalTime '2026-02-02 14:05:09'
        }
        [FaxPlus.Contact] @{
            Id = 'd' * 24
            Name = 'A contact with a long name, as people write them'
            FaxNumber = '+442071838750'
            Notes = 'Call before you send: somebody has to switch the machine on, and it is far from the telephone.'
        }
    )
    ContactGroup  = @([FaxPlus.ContactGroup] @{
        Id = 'e' * 24; Name = 'Vendors'; Notes = 'For offers'; IsShared = $true; CreationDate = Get-LocalTime '2026-01-02 14:05:09' })
    Account       = @($account, $waiting)
    Member        = @([FaxPlus.Member]::new($account, [FaxPlus.MemberDetails] @{ Role = 'admin'; Quota = 15000 }),
        [FaxPlus.Member]::new($waiting, [FaxPlus.MemberDetails] @{ Role = 'member'; Quota = 0 }))
    Invitation    = @([FaxPlus.Invitation]::new(
        'grace@example.com', 'Welcome to the fax machine that is none. Your number is ready, and so is the first page.'))
    Balance       = @([FaxPlus.Balance] @{ Amount = 12.5; Currency = 'USD' })
    Country       = @([FaxPlus.Country] @{ Iso = 'CH'; Name = 'Switzerland'; IsAvailable = $true },
        [FaxPlus.Country] @{ Iso = 'GB'; Name = 'United Kingdom of Great Britain and Northern Ireland'; IsAvailable = $false })
    Area          = @([FaxPlus.Area] @{ Country = 'US'; CallingCode = '212'; City = 'New York'; State = 'NY' })
    NumberOffer   = @([FaxPlus.NumberOffer] @{
        ItemId = 'e' * 32; Number = '+12125550100'; Country = 'US'; GeographicArea = 'New York, NY'; Type = 'random'
        Availability = 'immediate'; Price = 5; MonthlyFee = 4.99; NumberOfMonths = 12; Currency = 'USD' })
    AICredit      = @([FaxPlus.AICredit] @{
        CreditsRemaining = 42; ReloadAt = $time; Usage = [FaxPlus.AICreditUsage] @{ Feature = 'ocr'; CreditsUsed = 8 } })
    FaxText       = @([FaxPlus.FaxText] @{ FaxId = 'a' * 24; Status = 'finished'; Text = "Dear Ms Lee,`nthe offer is on the next page." },
        [FaxPlus.FaxText] @{ FaxId = 'b' * 24; Status = 'content_filtering_policy' })
    FaxField      = @([FaxPlus.FaxField] @{
        FaxId = 'a' * 24; Status = 'finished'; Field = [System.Collections.Generic.Dictionary[string, object]]::new() })
    AICustomField = @([FaxPlus.AICustomField] @{
        Id = 'f' * 32; Name = 'invoice_number'; Enabled = $true; Instructions = 'The number of the invoice, top right on the first page.' })
    UploadedFile  = @([FaxPlus.UploadedFile] @{ Name = 'offer.pdf'; Length = 1234567; Path = '/transient-2f1c' })
    CoverPage     = @([FaxPlus.CoverPage] @{
        NameTo = 'Ms Lee'; NameFrom = 'Ada'; Subject = 'Offer'; Message = 'As agreed.'; Flags = 'urgent', 'confidential' })
    FaxPlusSession = @(Get-FaxPlusSession)
    ScopeInfo     = @(Get-FaxPlusScope | Select-Object -First 3)
    ScopeNeed     = @(Get-FaxPlusScope -Command Send-FaxPlusFax)
    ScopeResult   = @(
        foreach ($state in 'Granted', 'Missing', 'Unknown') {
            [Activator]::CreateInstance([FaxPlus.ScopeResult], [System.Reflection.BindingFlags] 'NonPublic, Instance', $null, @(
                'fax:fax:read', [FaxPlus.ScopeState] $state,
                'GET /accounts/{user_id}/faxes answered 200, which one of fax:all:read and fax:fax:read opens.'), $null)
        }
    )
    Webhook       = @([FaxPlus.Webhook] @{
        Id = '9' * 32; Event = 'fax_received'; Target = 'https://hooks.example.com/fax/2f1c4d5e6a7b8c9d' })
    WebhookEvent  = @([FaxPlus.WebhookEvent] @{
        HookId = '8' * 24; Event = 'fax_received'; EventTime = $time; Target = 'https://hooks.example.com/fax'; FaxId = 'a' * 24
        From = '+442071830102'; To = '+16505550100'; Pages = 3; StartTime = $time; Status = 'failed_unallocated_number'; Cost = 0 })
}
$objects.FaxField[0].Field['invoice_number'] = '4711'
$objects.FaxField[0].Field['total'] = '12.50'

# A Voipex session with a fake client. The class is compiled here because its interface is known only after the import.
$voipex = & ([scriptblock]::Create(@'
class VoipexOfTheScreens : FaxPlus.IVoipexClient {
    [Nullable[DateTimeOffset]] $AccessTokenExpiresOn
    [Nullable[DateTimeOffset]] $RefreshTokenExpiresOn
    [System.Threading.Tasks.Task] SignInAsync([FaxPlus.Secret] $password, [FaxPlus.ICallObserver] $observer, [System.Threading.CancellationToken] $cancellationToken) { return $null }
    [System.Threading.Tasks.Task[FaxPlus.FaxPlusResponse]] RequestAsync([FaxPlus.VoipexService] $service, [FaxPlus.FaxPlusRequest] $request, [FaxPlus.ICallObserver] $observer, [System.Threading.CancellationToken] $cancellationToken) { return $null }
    [void] Dispose() { }
}
[VoipexOfTheScreens]::new()
'@))
$voipex.AccessTokenExpiresOn = Get-LocalTime '2026-03-01 14:15:09'
$voipex.RefreshTokenExpiresOn = Get-LocalTime '2026-03-01 15:05:09'
$objects.VoipexSession = @([Activator]::CreateInstance([FaxPlus.VoipexSession], [System.Reflection.BindingFlags] 'NonPublic, Instance',
    $null, @($voipex.PSObject.BaseObject, [FaxPlus.VoipexConnection]::new('ada@example.com')), $null))

# A file as returned by Save-FaxPlusFax.
$saved = New-Item -ItemType File -Path (Join-Path $Folder '2026-03-01_140509_to_14155550111_5f3a9c0d1e2f3a4b5c6d7e8f.pdf') -Value (
    '%PDF' + 'x' * 45000)
$saved.LastWriteTime = $time.LocalDateTime
if (-not $IsWindows) { [IO.File]::SetUnixFileMode($saved.FullName, 'UserRead, UserWrite, GroupRead, OtherRead') }
$saved.PSObject.TypeNames.Insert(0, 'FaxPlus.SavedFile')
$objects.SavedFile = @($saved)

# Replaces values that depend on the time and the machine. On Linux and macOS, PowerShell shows the owner of a file. A long folder path is
# wrapped.
$ownFolder = @($saved.DirectoryName.ToCharArray() | ForEach-Object { [regex]::Escape($_) }) -join '\s*'
function Write-Screen([string] $Path, [string] $Text) {
    $Text = $Text -replace $ownFolder, '/faxes' -replace '(?m)^((?:\e\[[0-9;]*m)*(?:Connected|ConnectedAt|Age) +: (?:\e\[[0-9;]*m)*).*',
        '$1...' -replace '\r' -replace '(?m) +$'
    [IO.File]::WriteAllText($Path, ($Text -replace '(?m)^(-[rwx-]{9} +)\S+ +\S+ +(?=\d\d/)', '${1}ada  staff       '))
}

function Get-Screen([object[]] $Object, [int] $Width, [switch] $TableOnly) {
    # PowerShell leaves the last column empty.
    $usable = $Width - 1
    $text = ($Object | Format-Table | Out-String -Width $usable).Trim("`r", "`n") + "`n"
    if ($TableOnly) { return $text }
    $text + "`n" + ($Object | Select-Object -First 2 | Format-List | Out-String -Width $usable).Trim("`r", "`n") + "`n"
}

$culture, $rendering = [cultureinfo]::CurrentCulture, $PSStyle.OutputRendering
try {
    [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
    foreach ($kind in 'plain', 'coloured', 'wide') {
        $to = (New-Item -ItemType Directory -Path (Join-Path $Folder $kind)).FullName
        $PSStyle.OutputRendering = $kind -eq 'coloured' ? 'Ansi' : 'PlainText'
        foreach ($name in $objects.Keys) {
            foreach ($width in $kind -eq 'wide' ? 1000 : 80, 120) {
                Write-Screen (Join-Path $to ($kind -eq 'wide' ? "$name.txt" : "$name.$width.txt")) (
                    Get-Screen $objects[$name] $width -TableOnly:($name -eq 'SavedFile'))
            }
        }
    }
}
finally {
    [cultureinfo]::CurrentCulture = $culture
    $PSStyle.OutputRendering = $rendering
    Disconnect-FaxPlus
    Remove-Item -LiteralPath $saved
}
