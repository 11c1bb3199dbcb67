# Every PowerShell block of the documentation is run as printed, against the emulator, and every printed message is produced: README.md,
# docs (commands, about topics, recipes) and the .md files of samples. Blocks.Tests.ps1 runs the other kinds of blocks.
#
# How to write a block
#   A ```powershell block runs in a new runspace, in a new folder, with a new service. The signed-in user is ada@example.com,
#   administrator, with all scopes, to send from +16505550100, the
#   account's only number. There are members max@example.com and mia@example.com, 60 faxes (the newest of them
#   from the end of 2025), an OAuth application APIK-1234, a Voipex user, and a secret FaxPlus in the default vault and in the vault Work.
#   Destinations whose last digits are in the emulator's list fail (+14155550001 is busy), all others are sent in half a second.
#   The folder has offer.pdf, terms-general.pdf, terms-payment.pdf, invoice.pdf, contract.pdf, letters/*.pdf, list.csv, people.csv,
#   hooks.csv, webhooks.psd1, nightly.ps1 and the samples; C:\ leads to it where there is no drive C. Run-Examples.ps1 makes all of it.
#   All prompts are answered: yes, the token, 'Client secret', 'Signing secret', credentials; the browser approves. What Azure Automation
#   brings is in StandIns.ps1, and so are the few functions that help a mark `before`.
#   Take ids from a pipeline; do not invent them. Ports are 8080 (webhooks) and 8400 (sign-in).
#
# How to mark one: HTML comments directly above it; they are left out of Get-Help.
#   <!-- before: $sent = Send-FaxPlusFax … -->   PowerShell that runs first, in the same runspace: what the reader has already
#   <!-- expect: FaxPlus.NotFound -->            the errors that it must end in or write, and no others
#   <!-- stop: reason -->                        it runs until it is stopped: Ctrl+C after the first output
#   <!-- quiet: reason -->                       it has no output and changes nothing, as intended
#   <!-- apart: what it changes -->              Blocks.Tests.ps1 runs it, in a separate process with its own home folder
#   <!-- says: Get-FaxPlusFax -FaxId nope -->    above ```text: the messages that this PowerShell writes. An ellipsis stands for anything
#   <!-- run by: file -->                        above ```sh: the lines of it that this file of the repository has are run by that
#   <!-- not run: reason -->                     it cannot be run; the reason is shown in each run
#
# The ten common commands of the README are run in each run, all others with -All (Slow).
# EXAMPLES_PAGE in the environment narrows a run to pages with this in their path, EXAMPLES_TIMES shows the slowest blocks.
#
# A block fails if it ends in or writes an error that is not expected, or if it has no effect: no output and no change.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Examples Examples.psm1) -Force
    $pages = @(Get-ExamplePage (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName)
    $all = @($pages | ForEach-Object { Get-ExampleBlock $_.Page $_.Path })
    $script:few = @($pages.Page -match '^docs/en-US/\w+-\w+\.md$' | Where-Object { $page = $_; @($all | Where-Object { $_.Page -eq $page }).Count -lt 2 })
    $script:blocks = @($pages | ForEach-Object { Get-Block $_.Page $_.Path })
    foreach ($block in $blocks | Where-Object Kind -EQ NotRun) { Write-Warning "NOT RUN: $($block.Page), line $($block.Line): $($block.NotRun)" }
    if ($env:EXAMPLES_PAGE) { $all = @($all | Where-Object { $_.Page -like "*$env:EXAMPLES_PAGE*" }) }
    $ten, $others = $all.Where({ $_.Page -eq 'README.md' -and $_.Heading -eq 'Usage' }, 'Split')

    $script:examples = {
        BeforeAll { $script:faults = Invoke-Example $Blocks }

        It 'of <Page>, line <Line>, run' -ForEach $Blocks {
            $faults.ContainsKey("${Page}:$Line") | Should -BeTrue
            $faults["${Page}:$Line"] | Should -BeNullOrEmpty -Because $Code
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-Module (Join-Path $PSScriptRoot Examples Examples.psm1) -Force
    $script:webhookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

    # Runs blocks in a separate process; returns the failures by page and line, null for a success.
    function Invoke-Example([object[]] $Block) {
        $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "faxplus-examples-$([guid]::NewGuid().ToString('N'))")).FullName
        $emulator = Open-Emulator '--pat', 'alohi_pat_example', '--client', 'APIK-1234:client-secret', '--voipex', 'voipex-user:voipex-password', '--number', '+16505550100', '--seed-faxes', '60', '--send-seconds', '0.5', '--ai-seconds', '0.2', '--webhook-secret', $webhookSecret
        # The ports in examples can be used by one run at a time.
        $turn = [System.Threading.Mutex]::new($false, 'FaxPlus documentation examples')
        $isMine = $false
        try {
            ConvertTo-Json -Depth 4 @{ Uri = $emulator.Uri; Token = 'alohi_pat_example'; WebhookSecret = $webhookSecret; Blocks = $Block } | Set-Content (Join-Path $folder job.json)
            try { $isMine = $turn.WaitOne([timespan]::FromMinutes(10)) } catch [System.Threading.AbandonedMutexException] { $isMine = $true }
            $script = Join-Path $PSScriptRoot Examples Run-Examples.ps1
            $program, [string[]] $leading = Get-PowerShellCommand
            $said = & $program @leading -NoProfile -NonInteractive -File $script -JobPath (Join-Path $folder job.json) -ResultPath (Join-Path $folder results.json) *>&1
            if ($LASTEXITCODE) { throw "The examples could not be run: $($said | Out-String)" }
            $faults = @{}
            $results = Get-Content (Join-Path $folder results.json) -Raw | ConvertFrom-Json
            foreach ($result in $results) { $faults[$result.Key] = $result.Fault }
            if ($env:EXAMPLES_TIMES) { $results | Sort-Object Seconds -Descending | Select-Object -First 10 | ForEach-Object { Write-Host ('{0,6:0.0} s  {1}' -f $_.Seconds, $_.Key) } }
            $faults
        }
        finally {
            if ($isMine) { $turn.ReleaseMutex() }
            $turn.Dispose()
            Close-Emulator $emulator
            Remove-Item -LiteralPath $folder -Recurse -Force
        }
    }
}

# EXAMPLES_PAGE may leave one of them empty.
if ($ten) { Describe 'Ten common commands' -Tag Quick -ForEach @{ Blocks = $ten } -Fixture $examples }
if ($others) { Describe 'The other examples' -Tag Slow -ForEach @{ Blocks = $others } -Fixture $examples }

Describe 'The documentation' -ForEach @{ Blocks = $blocks; Few = $few } {
    It 'has two examples at least on the page of each command' { $Few | Should -BeNullOrEmpty }

    It 'has blocks of kinds that are run, and no others' {
        $Blocks | Where-Object Kind -EQ Unknown | ForEach-Object { "$($_.Page), line $($_.Line): $($_.Language)" } | Should -BeNullOrEmpty
    }

    It 'has relative links whose targets exist' {
        $root = (Get-Item -LiteralPath $PSScriptRoot).Parent.Parent.FullName
        $links = foreach ($page in Get-ExamplePage $root) {
            foreach ($match in [regex]::Matches((Get-Content -LiteralPath $page.Path -Raw), '\]\((?!https?:)([^)#\s]+)')) {
                @{ Name = "$($page.Page): $($match.Groups[1].Value)"; Path = Join-Path (Split-Path $page.Path) $match.Groups[1].Value }
            }
        }
        $links.Count | Should -BeGreaterThan 100
        $links | Where-Object { -not (Test-Path -LiteralPath $_.Path) } | ForEach-Object Name | Should -BeNullOrEmpty
    }

    It 'has blocks in C# that tests run' {
        $runBy = @{ 'src/FaxPlus.Client/README.md' = 'Package.Tests.ps1'; 'src/FaxPlus.Emulator/README.md' = '../FaxPlus.Emulator.Tests/ReadmeTests.cs' }
        @($Blocks | Where-Object Kind -EQ CSharp | ForEach-Object Page) | Sort-Object | Should -Be ($runBy.Keys | Sort-Object)
        foreach ($test in $runBy.Values) { Get-Content -LiteralPath (Join-Path $PSScriptRoot $test) -Raw | Should -Match '```csharp' }
    }
}

Describe 'What runs the examples' -Tag Slow {
    BeforeAll {
        # The tests cover the marks and the first line of each code.
        $path = Join-Path $TestDrive page.md
        Set-Content $path @'
```powershell
Get-FaxPlusFax -First 1
```

```powershell
Get-FaxPlusFax -FaxId nope
```

<!-- expect: FaxPlus.NotFound -->
```powershell
Get-FaxPlusFax -FaxId nope
```

<!-- expect: FaxPlus.NotFound -->
```powershell
Get-FaxPlusFax -First 1
```

```powershell
$fax = Get-FaxPlusFax -First 1
```

<!-- quiet: the variable is what it is about -->
```powershell
$fax = Get-FaxPlusFax -First 1
```

```powershell
$fax.Id
```

<!-- before: $fax = Get-FaxPlusFax -First 1 -->
```powershell
$fax.Id
```

```powershell
throw 'broken'
```

<!-- stop: it goes on for ever -->
```powershell
while ($true) { 'going on'; Start-Sleep 1 }
```

```powershell
Get-FaxPlusFax -First 1 | Remove-FaxPlusFax
```

<!-- says: Get-FaxPlusFax -FaxId nope -->
```text
Reading the fax failed: the service returned 404 (Not Found): … There is no fax 'nope'.
```

<!-- says: Get-FaxPlusFax -FaxId nope -->
```text
Reading the fax went well.
```

```sh
exit 1
```

<!-- apart: it installs something -->
```powershell
throw 'is not run here'
```
'@
        $script:trial = @(Get-ExampleBlock page.md $path)
        $script:outcome = Invoke-Example $trial
        function Get-Outcome([int] $Number) { $outcome["page.md:$($trial[$Number].Line)"] }
    }

    It 'finds the blocks for the prompt and their marks' {
        $trial.Count | Should -Be 13
        $trial[7].Before | Should -Be '$fax = Get-FaxPlusFax -First 1'
    }

    It 'fails one that writes an error, unless it is expected' {
        Get-Outcome 0 | Should -BeNullOrEmpty
        Get-Outcome 1 | Should -BeLike 'FaxPlus.NotFound*'
        Get-Outcome 2 | Should -BeNullOrEmpty
    }

    It 'fails one whose expected error does not come' { Get-Outcome 3 | Should -BeLike '*should end in*FaxPlus.NotFound*' }

    It 'fails one of which nothing comes, unless it says so' {
        Get-Outcome 4 | Should -BeLike '*nothing*'
        Get-Outcome 5 | Should -BeNullOrEmpty
    }

    It 'gives each a runspace of its own, with what it asks for' {
        Get-Outcome 6 | Should -BeLike '*nothing*'
        Get-Outcome 7 | Should -BeNullOrEmpty
    }

    It 'fails one that throws' { Get-Outcome 8 | Should -BeLike '*broken*' }

    It 'stops one that goes on for ever' { Get-Outcome 9 | Should -BeNullOrEmpty }

    It 'fails a printed message that nothing says' {
        Get-Outcome 11 | Should -BeNullOrEmpty
        Get-Outcome 12 | Should -BeLike 'It should say: Reading the fax went well.*404*'
    }

    It 'answers what is asked' { Get-Outcome 10 | Should -BeNullOrEmpty }
}
