BeforeDiscovery {
    $types = 'Fax', 'OutboxFax', 'SentFax', 'FaxNumber', 'Account', 'UploadedFile', 'CoverPage', 'FaxPlusSession', 'Member', 'Invitation',
        'Balance', 'Country', 'Area', 'NumberOffer', 'AICredit', 'FaxText', 'FaxField', 'AICustomField' | ForEach-Object {
            @{ Type = "FaxPlus.$_"; Name = $_ }
        }
    $widths = 80, 120
    $important = @(
        @{ Name = 'Fax'; Columns = 'Time', 'From', 'To', 'Status'; Wide = @('Id') }
        @{ Name = 'OutboxFax'; Columns = 'To', 'Status'; Wide = @('Id') }
        @{ Name = 'SentFax'; Columns = 'To', 'From', 'Status'; Wide = @('OutboxId') }
        @{ Name = 'Account'; Columns = 'Name', 'Email'; Wide = @('Uid') }
        @{ Name = 'Member'; Columns = 'Name', 'Email', 'Role', 'Quota'; Wide = @('Uid') }
        @{ Name = 'Country'; Columns = 'Iso', 'Name'; Wide = @() }
        @{ Name = 'Area'; Columns = 'Country', 'CallingCode', 'City'; Wide = @() }
        @{ Name = 'NumberOffer'; Columns = 'Number', 'Price', 'MonthlyFee', 'Currency'; Wide = @('ItemId') }
        @{ Name = 'AICustomField'; Columns = 'Name', 'Enabled', 'Instructions'; Wide = @('Id') }
        @{ Name = 'UploadedFile'; Columns = 'Name', 'Size', 'Path'; Wide = @() }
        @{ Name = 'CoverPage'; Columns = 'NameTo', 'NameFrom', 'Subject'; Wide = @() }
        @{ Name = 'FaxPlusSession'; Columns = 'Kind', 'ApiUri'; Wide = @() }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:emulator = Open-Emulator '--send-seconds', '600', '--seed-faxes', '30', '--odd', 'true'
    Connect-Emulator $emulator -With @{ DefaultFrom = '+16505550100'; ExpiresOn = (Get-Date).AddDays(90) }
    $file = Add-TestPdf (Join-Path $TestDrive a.pdf)
    $script:objects = @{
        Fax            = @(Get-FaxPlusFax)
        SentFax        = @(Send-FaxPlusFax -To '+14155550111',
            '+14155550112' -Path $file.FullName -Comment 'Hello' -SendTime '2031-02-03 04:05:06')
        OutboxFax      = @(Get-FaxPlusOutbox)
        Account        = @(Get-FaxPlusAccount)
        Member         = @(Get-FaxPlusMember)
        Country        = @(Get-FaxPlusCountry)
        Area           = @(Get-FaxPlusCountry | Get-FaxPlusArea)
        NumberOffer    = @(Find-FaxPlusNumber US 212)
        AICustomField  = @(New-FaxPlusAICustomField invoice_number ('The number of the invoice, top right on the first page. ' * 3))
        UploadedFile   = @(Add-FaxPlusFile $file.FullName)
        CoverPage      = @(New-FaxPlusCoverPage -NameTo 'Ms Lee' -NameFrom 'Ada' -Subject 'Offer' -Flag urgent)
        FaxPlusSession = @(Get-FaxPlusSession)
    }

    # Returns the output in a terminal of this width. PowerShell leaves the last column empty.
    function Get-Rendering($Object, [int] $Width) {
        $PSStyle.OutputRendering = 'PlainText'
        ($Object | Out-String -Width ($Width - 1)) -split '\r?\n'
    }
}

AfterAll {
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'Views' {
    It 'show the date and the time of a fax that is sent in another year: at <_> columns' -ForEach $widths {
        $shown = (Get-Rendering $objects.OutboxFax[0] $_) -join "`n"
        $shown | Should -Match '2031-02-03'
        $shown | Should -Match '04:05'
    }

    Context '<Type>' -ForEach $types {
        It 'has a table and a list' {
            $kinds = (Get-FormatData -TypeName $Type).FormatViewDefinition.Control | ForEach-Object { $_.GetType().Name }
            $kinds | Should -Contain 'TableControl'
            $kinds | Should -Contain 'ListControl'
        }
    }

    Context '<Name>' -ForEach $important {
        It 'shows a table at the prompt' {
            (Get-Rendering $objects[$Name] 120) -join "`n" | Should -Match '(?m)^ *-+( +-+)+ *$'
        }

        It 'at <_> columns shows the important values, and wraps no line' -ForEach $widths {
            $lines = Get-Rendering $objects[$Name] $_
            $lines | Where-Object Length -GE $_ | Should -BeNullOrEmpty
            $lines.Count | Should -BeLessThan ($objects[$Name].Count + 8)
            $header = $lines | Where-Object { $_ } | Select-Object -First 1
            foreach ($column in $Columns) { $header | Should -MatchExactly "\b$column\b" }
            if ($_ -ge 120) { foreach ($column in $Wide) { $header | Should -MatchExactly "\b$column\b" } }
        }

        It 'as a list shows more values, and each value without an error' {
            $before = $Error.Count
            $text = Get-Rendering ($objects[$Name] | Format-List) 120
            @($text -match '^[\w\- ]+ : ').Count | Should -BeGreaterThan 1
            $Error.Count | Should -Be $before
            $text | Where-Object { $_ -match 'System\.\w+\[\]|FaxPlus\.\w+(\[\])?\s*$|System\.Collections' } |
                Should -BeNullOrEmpty -Because 'the name of a type is not a value'
        }
    }

    It 'numbers and ids are complete at 120 columns' {
        foreach ($name in 'Fax', 'SentFax', 'OutboxFax') {
            $text = (Get-Rendering $objects[$name] 120) -join "`n"
            foreach ($object in $objects[$name]) {
                $id = if ($name -eq 'SentFax') { $object.OutboxId } else { $object.Id }
                $text | Should -Match $id
                foreach ($number in $object.To) { $text | Should -Match ([regex]::Escape($number)) }
            }
        }
    }

    It 'numbers and the status in words are complete at 80 columns' {
        foreach ($name in 'Fax', 'SentFax', 'OutboxFax') {
            $text = (Get-Rendering $objects[$name] 80) -join "`n"
            foreach ($object in $objects[$name]) {
                foreach ($number in $object.To) { $text | Should -Match ([regex]::Escape($number)) }
                # An undocumented status may be wrapped.
                $words = [FaxPlus.FaxStatus]::Shorten($object.Status)
                foreach ($part in $(if ($object.Status -in [FaxPlus.FaxStatus]::Known) { $words } else { $words -split ' ' })) {
                    $text | Should -Match ([regex]::Escape($part))
                }
            }
        }
    }

    It 'times are local' {
        $fax = $objects.Fax[0]
        $local = $fax.Time.ToLocalTime().ToString('yyyy-MM-dd HH:mm')
        (Get-Rendering $fax 120) -join "`n" | Should -Match ([regex]::Escape($local))
        (Get-Rendering ($fax | Format-List) 120) -join "`n" |
            Should -Match ([regex]::Escape($fax.Time.ToLocalTime().ToString('yyyy-MM-dd HH:mm:ss')))
        (Get-Rendering ($objects.SentFax[0] | Format-List) 120) -join "`n" | Should -Match '2031-02-03 04:05:06'
        (Get-Rendering ($objects.OutboxFax[0] | Format-List) 120) -join "`n" | Should -Match '2031-02-03 04:05:06'
        $submitted = $objects.OutboxFax[0].SubmitTime.ToLocalTime().ToString('yyyy-MM-dd HH:mm')
        (Get-Rendering $objects.OutboxFax 120) -join "`n" | Should -Match ([regex]::Escape($submitted))
    }

    It 'an object without values is shown without an error' {
        $before = $Error.Count
        foreach ($name in 'Fax', 'OutboxFax', 'SentFax', 'FaxNumber', 'Account', 'UploadedFile', 'CoverPage') {
            $empty = ("FaxPlus.$name" -as [type])::new()
            Get-Rendering $empty 80 | Should -Not -BeNullOrEmpty
            Get-Rendering ($empty | Format-List) 80 | Should -Not -BeNullOrEmpty
        }
        $Error.Count | Should -Be $before
    }

    It 'objects from a file are shown like original objects' {
        $stored = @{
            JournalItem  = [FaxPlus.JournalItem]@{
                State = 'Sent'; To = '+14155550111'; Key = 'a'; Files = 'a.pdf'; Begun = [datetimeoffset] '2031-02-03T04:05:06Z'
            }
            FaxNumber    = @(Get-FaxPlusNumber)
            WebhookEvent = @([FaxPlus.WebhookEvent]@{ Event = 'fax_received'; EventTime = [datetimeoffset] '2031-02-03T04:05:06Z' })
        } + $objects
        foreach ($name in 'Fax', 'OutboxFax', 'SentFax', 'JournalItem', 'FaxNumber', 'Account', 'Member', 'AICustomField', 'UploadedFile',
            'WebhookEvent') {
            $file = Join-Path $TestDrive "$name.xml"
            $stored[$name] | Select-Object -First 3 | Export-Clixml $file
            $back = Import-Clixml $file
            $live = $stored[$name] | Select-Object -First 3
            Get-Rendering $back 120 | Should -Be (Get-Rendering $live 120)
            # Export-Clixml truncates deeply nested values.
            if ($name -in 'Account', 'Member') { continue }
            (Get-Rendering ($back | Format-List) 120) -notmatch '^Steps ' |
                Should -Be ((Get-Rendering ($live | Format-List) 120) -notmatch '^Steps ')
        }
    }

    It 'text from the service is displayed without control characters' {
        # All types with a view, with the same text in all of their properties, including nested properties.
        $bad = "start`e[2J`u{9B}31m`a`u{202E}`u{2028}end"
        function Set-Text($Object, [int] $Depth) {
            foreach ($property in $Object.GetType().GetProperties()) {
                $type = $property.PropertyType
                $value = if ($type -eq [string]) { $bad }
                elseif ($type -eq [string[]]) { , [string[]] @($bad, $bad) }
                elseif ($type.Name -match '^(List|IList|IReadOnlyList)`1$' -and $type.GenericTypeArguments[0] -eq [string]) {
                    , [Collections.Generic.List[string]] @($bad, $bad)
                }
                elseif ($type.Name -match 'Dictionary`2$' -and $type.GenericTypeArguments[0] -eq [string]) {
                    $map = [Activator]::CreateInstance([Collections.Generic.Dictionary`2].MakeGenericType($type.GenericTypeArguments))
                    $map[$bad] = if ($type.GenericTypeArguments[1] -eq [object]) { $bad }
                    $map
                }
                elseif ($Depth -lt 3 -and $type.FullName -match '^FaxPlus\.\w+$' -and $type.IsClass -and $type.GetConstructor(@())) {
                    Set-Text $type::new() ($Depth + 1) }
                else { continue }
                # Properties without a public setter keep their values.
                if ($property.SetMethod) { $property.SetValue($Object, $value) }
                elseif ($value -is [Collections.IDictionary] -and $property.GetValue($Object)) {
                    foreach ($key in $value.Keys) { $property.GetValue($Object)[$key] = $value[$key] }
                }
            }
            $Object
        }

        $shown = 0
        foreach ($name in (Get-FormatData -TypeName FaxPlus.*).TypeNames) {
            $type = $name -as [type]
            if (-not $type -or -not $type.GetConstructor(@())) { continue }
            $object = Set-Text $type::new() 0
            # The text of a fax is data and is not filtered.
            $words = if ($name -ne 'FaxPlus.FaxText') { "$object" }
            foreach ($text in ($object | Format-Table | Out-String -Width 4000), ($object | Format-List | Out-String -Width 4000), $words) {
                # Colours are part of the views, so their escape sequences are removed.
                $rest = $text -replace '\e\[\d+m'
                if ($rest -match 'start') { $shown++ }
                $rest | Should -Not -Match '[\p{Cc}\u2028-\u202E-[\r\n\t]]' -Because "$name is shown"
            }
        }
        $shown | Should -BeGreaterThan 30
    }

    It 'the day of a scheduled fax has its year, unless it is the current year' {
        $now = [datetime]::Now
        $this = [FaxPlus.OutboxFax]@{ Id = 'a'; SendTime = [datetimeoffset] $now }
        $next = [FaxPlus.OutboxFax]@{ Id = 'a'; SendTime = [datetimeoffset] $now.AddYears(1) }
        (Get-Rendering $this 120) -join "`n" | Should -Match ('\b' + $now.ToString('MM-dd HH:mm') + '\b')
        (Get-Rendering $next 120) -join "`n" | Should -Match ('\b' + $now.AddYears(1).ToString('yyyy-MM-dd') + '\b')
    }

    It 'the session shows its expiry as a local day, and no token' {
        $text = (Get-Rendering (Get-FaxPlusSession | Format-List) 120) -join "`n"
        $text | Should -Match ((Get-FaxPlusSession).ExpiresOn.ToLocalTime().ToString('yyyy-MM-dd'))
        $text | Should -Match '\+16505550100'
        $text | Should -Not -Match 'good-token'
    }
}

Describe 'Views are loaded with the first command of a session' {
    It 'not with the import' {
        # In a separate process, the module has not been loaded yet.
        $result = Invoke-ChildPowerShell @'
            Import-Module $env:FAXPLUS_MODULE
            "at import: $([bool](Get-FormatData FaxPlus.Fax))"
            New-FaxPlusCoverPage -NameTo Ada -NameFrom Eve -Subject Offer
            "after a command: $([bool](Get-FormatData FaxPlus.Fax))"
            "modules: $((Get-Module FaxPlus*).Name)"
            [FaxPlus.Fax]@{ Id = 'abc'; Comment = 'none' } | Out-String
            'behind another object:'
            $cover = New-FaxPlusCoverPage -NameTo Bob -NameFrom Eve -Subject Offer -Message Hi
            [pscustomobject]@{ A = 1 }, $cover
'@
        $result.Error | Should -BeNullOrEmpty
        $result.Output | Should -Match 'at import: False'
        $result.Output | Should -Match '(?m)^NameTo +NameFrom +Subject +Flags'
        $result.Output | Should -Match 'after a command: True'
        $result.Output | Should -Match '(?m)modules: FaxPlus\r?$' -Because 'the views belong to the module'
        $result.Output | Should -Match '(?m)^Time +'
        ($result.Output -split 'behind another object:')[1] | Should -Not -Match 'Message' -Because 'the default properties omit it'
    }

    It 'by every command' {
        # Analyzes the IL code: a command must call FormatLoader.Load from BeginProcessing, directly or indirectly. A call instruction is
        # the byte 0x28 and the token of the method.
        function Get-Called([System.Reflection.MethodInfo] $Method) {
            $code = $Method.GetMethodBody().GetILAsByteArray()
            for ($i = 0; $i -le $code.Length - 5; $i++) {
                if ($code[$i] -ne 0x28) { continue }
                try { $Method.Module.ResolveMethod([BitConverter]::ToInt32($code, $i + 1)) } catch { continue }
            }
        }

        function Test-LoadsViews([System.Reflection.MethodInfo] $Begin) {
            if ($Begin.DeclaringType.Assembly -eq [System.Management.Automation.PSCmdlet].Assembly) { return $false }
            foreach ($called in Get-Called $Begin) {
                if ($called.Name -eq 'Load' -and $called.DeclaringType.FullName -eq 'FaxPlus.PowerShell.Formatting.FormatLoader') {
                    return $true
                }
                if ($called.Name -eq 'BeginProcessing' -and (Test-LoadsViews $called)) { return $true }
            }
            $false
        }

        function Get-Blind([type[]] $Type) {
            $Type | Where-Object { -not (Test-LoadsViews $_.GetMethod(
                'BeginProcessing', [System.Reflection.BindingFlags] 'Instance, NonPublic')) } | ForEach-Object Name
        }

        # A command without output needs no views.
        $commands = (Get-Command -Module FaxPlus -CommandType Cmdlet |
            Where-Object { $_.OutputType.Name -ne 'System.Void' }).ImplementingType
        $commands.Count | Should -BeGreaterThan 40
        Get-Blind $commands | Should -BeNullOrEmpty

        # Checks that this test detects commands that do not load the views.
        $references = ([FaxPlus.PowerShell.Formatting.FormatHelpers].Assembly.Location), ([psobject].Assembly.Location),
            'netstandard', 'System.Runtime'
        $quiet = @{ IgnoreWarnings = $true; WarningAction = 'Ignore' }
        $forgetful = Add-Type -PassThru @quiet -ReferencedAssemblies $references -TypeDefinition @'
using System.Management.Automation;
[Cmdlet("Get", "Forgetful")] public class Forgetful : FaxPlus.PowerShell.Cmdlets.FaxPlusCmdlet
{
    protected override void BeginProcessing() { WriteVerbose("I know better."); }
}
[Cmdlet("Get", "Mindful")] public class Mindful : FaxPlus.PowerShell.Cmdlets.FaxPlusCmdlet
{
    protected override void BeginProcessing() { WriteVerbose("I know better."); base.BeginProcessing(); }
}
[Cmdlet("Get", "Orphan")] public class Orphan : PSCmdlet { }
'@
        Get-Blind $forgetful | Should -Be 'Forgetful', 'Orphan'
    }

    It 'and again by the first command after the module was removed and imported again' {
        $result = Invoke-Runspace @'
            Import-Module $env:FAXPLUS_MODULE
            $null = New-FaxPlusCoverPage -NameTo Ada -NameFrom Eve -Subject Offer
            Remove-Module FaxPlus
            "removed: $([bool](Get-FormatData FaxPlus.Fax))"
            Import-Module $env:FAXPLUS_MODULE
            $null = New-FaxPlusCoverPage -NameTo Ada -NameFrom Eve -Subject Offer
            "again: $([bool](Get-FormatData FaxPlus.Fax))"
            Import-Module $env:FAXPLUS_MODULE -Force
            $null = New-FaxPlusCoverPage -NameTo Ada -NameFrom Eve -Subject Offer
            "by force: $([bool](Get-FormatData FaxPlus.Fax))"
'@
        $result.Error | Should -BeNullOrEmpty
        $result.Output | Should -Match 'removed: False'
        $result.Output | Should -Match 'again: True'
        $result.Output | Should -Match 'by force: True'
    }

    It 'and show plain values in a constrained language mode' {
        $result = Invoke-Runspace @'
            Import-Module $env:FAXPLUS_MODULE
            $null = New-FaxPlusCoverPage -NameTo Ada -NameFrom Eve -Subject Offer
            $fax = [FaxPlus.Fax]@{
                Id = 'abc'; Status = 'failed_busy'; SubmitTime = '2031-02-03T04:05:06Z'; StartTime = '2031-02-03T04:05:06Z'
                Comment = 'one comment'
            }
            $item = [FaxPlus.JournalItem]@{ Key = 'key one'; State = 'InDoubt'; To = '+14155550111'; Files = 'a.pdf', 'b.pdf' }
            $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            $fax | Format-Table
            $fax | Format-List
            $item | Format-List
'@
        $result.Error | Should -BeNullOrEmpty
        $table, $lists = $result.Output -split '(?=Id +: )', 2
        $day = [regex]::Escape(([datetime]'2031-02-03').ToString('d'))
        $table | Should -Match $day
        foreach ($value in 'Status +: failed_busy', "Submitted +: $day", 'Comment +: one comment', 'State +: InDoubt',
            'Files +: a\.pdf, b\.pdf') {
            $lists | Should -Match $value
        }
    }

    It 'and again after a module that also imports it was removed' {
        $wrapper = Join-Path $TestDrive Wrapper.psm1
        Set-Content $wrapper 'Import-Module $env:FAXPLUS_MODULE'
        $result = Invoke-Runspace -Environment @{ WRAPPER = $wrapper } @'
            Import-Module $env:FAXPLUS_MODULE
            $null = New-FaxPlusCoverPage -NameTo Ada -NameFrom Eve -Subject Offer
            foreach ($round in 1, 2) {
                Import-Module $env:WRAPPER
                Remove-Module Wrapper
                $null = New-FaxPlusCoverPage -NameTo Ada -NameFrom Eve -Subject Offer
                "round ${round}: $([bool](Get-FormatData FaxPlus.Fax)), $((Get-Module FaxPlus*).Name)"
            }
'@
        $result.Error | Should -BeNullOrEmpty
        $result.Output | Should -Match 'round 1: True, FaxPlus\b'
        $result.Output | Should -Match 'round 2: True, FaxPlus\b'
    }

    It 'without output, regardless of the preferences' {
        $result = Invoke-Runspace @'
            Import-Module $env:FAXPLUS_MODULE
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            $ErrorActionPreference = 'Stop'
            $WhatIfPreference = $true
            Set-StrictMode -Version Latest
            $said = New-FaxPlusCoverPage -NameTo Ada -NameFrom Eve -Subject Offer *>&1
            "objects: $(@($said).Count), $($said.GetType().Name), errors: $($Error.Count)"
'@
        $result.Error | Should -BeNullOrEmpty
        $result.Output | Should -Match 'objects: 1, CoverPage, errors: 0'
    }
}
