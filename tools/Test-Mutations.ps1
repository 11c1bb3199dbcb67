#requires -Version 7.4
<#
.SYNOPSIS
    Removes the rules of proof from the client, one at a time, and checks that the simulation fails.
.DESCRIPTION
    For each rule, the tests are built in a copy of the repository without this rule, and the simulation must fail in this copy. Each rule
    takes one or two minutes. The exit code is 0 if the simulation failed without each of the rules, and passed with the unchanged code.
.EXAMPLE
    tools/Test-Mutations.ps1 -Only account, bound
#>
[CmdletBinding()]
param(
    # Names of mutations: none, account, bound, history, looks, 503, lease, readback, takeover, again.
    [string[]] $Only = @('none', 'account', 'bound', 'history', 'looks', '503', 'lease', 'readback', 'takeover', 'again')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$root = (Get-Item -LiteralPath $PSScriptRoot).Parent.FullName
# If the script is started from a shell, a list is passed as one argument.
[string[]] $Only = $Only -split ',' | ForEach-Object Trim

$mutations = @(
    @{ Name = 'none'; Rule = 'unchanged code' }
    @{
        Name = 'account'; Rule = 'A journal of another account is refused.'; File = 'Outbox/Journal/JournalFile.cs'
        Before = 'if (header.Account is null || header.Account == account) return;'; After = 'return;'
    }
    @{
        Name = 'bound'; Rule = 'A record later than the send does not belong to it.'; File = 'Outbox/LostResponseResolver.cs'
        Before = 'if (lost.BegunAt is not long begun) return'
        After = 'if (lost.BegunAt is not long begun || lost.Hidden >= TimeSpan.Zero) return'
    }
    @{
        Name = 'history'; Rule = 'If the account keeps no sent faxes, absence proves nothing.'; File = 'Outbox/LostResponseResolver.cs'
        Before = "?.AccountData?.SaveHistory`n        ?? history.Records.HasRecords(userId);"; After = ' is null || true;'
    }
    @{
        Name = 'looks'; Rule = 'Proof of absence requires several polls.'; File = 'Outbox/LostResponseResolver.cs'
        Before = 'if (shown is long first && time.GetElapsedTime(first, asked) >= Gap)'
        After = 'if (time.GetElapsedTime(begun, asked) >= lost.Hidden)'
    }
    @{
        Name = '503'; Rule = 'After the 503 response of a gateway, the client searches for the fax.'; File = 'Http/RetryHandler.cs'
        Before = 'response.StatusCode == (HttpStatusCode)429'; After = 'response.StatusCode >= 0'
    }
    @{
        Name = 'lease'; Rule = 'A worker checks its lease before each request.'; File = 'Outbox/JournaledSends.cs'
        Before = 'cancellationToken, _journal.BeforeRequestAsync)'; After = 'cancellationToken)'
    }
    @{
        Name = 'readback'; Rule = 'A write whose response was lost is read back.'; File = 'Tables/Retries/SharedTable.cs'
        Before = 'if (found?.Text(WriteId) != id)'; After = 'if (found?.Text(WriteId) != id || id.Length > 0)'
    }
    @{
        Name = 'takeover'; Rule = 'An item in doubt is resolved before it is sent by another worker.'; File = 'Outbox/JournaledSends.cs'
        Before = 'if (known?.State == JournalState.InDoubt'; After = 'if (known is { State: JournalState.InDoubt, OverAt: null }'
    }
    @{
        Name = 'again'; Rule = 'A search that began before a take-over is repeated.'; File = 'Outbox/InDoubtResolver.cs'
        Before = 'when (entry.OverAt is not null && '; After = 'when (entry.Key is null && '
    }
)
$unknown = $Only | Where-Object { $_ -notin $mutations.Name }
if ($unknown) { throw "There is no mutation $($unknown -join ', '). Choose from $($mutations.Name -join ', ')." }

$copy = Join-Path ([IO.Path]::GetTempPath()) "faxplus-mutations-$([IO.Path]::GetRandomFileName())"
$null = New-Item -ItemType Directory $copy
try {
    foreach ($file in git -C $root ls-files) {
        $target = Join-Path $copy $file
        $null = New-Item -ItemType Directory -Force (Split-Path $target)
        Copy-Item -LiteralPath (Join-Path $root $file) $target
    }

    # The number of schedules is fixed, so that each mutation is found regardless of the speed of the machine.
    $env:FAXPLUS_SIMULATIONS = '8000'
    $env:FAXPLUS_SHARED_SIMULATIONS = '1000'
    $results = foreach ($mutation in $mutations | Where-Object Name -In $Only) {
        Write-Host "== $($mutation.Name): $($mutation.Rule)" -ForegroundColor Cyan
        if ($mutation['File']) {
            $path = Join-Path $copy src FaxPlus.Client $mutation.File
            $text = Get-Content -LiteralPath $path -Raw
            if (-not $text.Contains($mutation.Before)) {
                throw "'$($mutation.Before)' is not in $($mutation.File). Bring tools/Test-Mutations.ps1 up to date."
            }
            Set-Content -LiteralPath $path -NoNewline -Value $text.Replace($mutation.Before, $mutation.After)
        }

        $said = dotnet test "$copy/tests/FaxPlus.Client.Tests" -c Release --nologo -p:WithoutSlowTests=true -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false --filter 'FullyQualifiedName~SimulationTests&Category!=Slow' 2>&1 | Out-String
        $counts = [regex]::Match($said, '(?m)^(?:Passed|Failed)!\s+- Failed: +(\d+), Passed: +(\d+)')
        if (-not $counts.Success) { throw "The tests were not run: $said" }
        $found = [int]$counts.Groups[1].Value
        [pscustomobject]@{
            Mutation = $mutation.Name; Rule = $mutation.Rule; 'Tests that fail' = $found; 'Tests that pass' = [int]$counts.Groups[2].Value
            Result = ($found -gt 0) -eq ($mutation.Name -ne 'none') ? 'as expected' : 'WRONG'
            Example = [regex]::Match($said,
                '(?m)^\s*((?:FAXPLUS_(?:SHARED_)?SIMULATION_SEED=\d+: )?(?:k\d|The service is sent|A worker).*)$').Groups[1].Value.Trim()
        }
        if ($mutation['File']) { Set-Content -LiteralPath $path -NoNewline -Value $text }
    }
}
finally {
    Remove-Item -LiteralPath $copy -Recurse -Force
}

$results | Format-List | Out-String | Write-Host
exit [int][bool]($results | Where-Object Result -EQ 'WRONG')
