# Tests the client and its loader in the module's folder on the .NET runtimes of PowerShell 7.4, 7.5 and 7.6. The emulator runs in a
# separate process.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $sdk = Test-DotNetSdk
    if (-not $sdk) {
        Write-Warning 'NOT TESTED: the client on other runtimes, because the .NET SDK is not installed.'
    }
    $runtimes = @{ Runtime = '8.0' }, @{ Runtime = '9.0' }, @{ Runtime = '10.0' }
    $steps = @(
        @{ Does = 'reads the account'; Step = 'account'; Value = 'ada@example.com' }
        @{ Does = 'retries after a 503, and lists'; Step = 'retried and listed'; Value = '20' }
        @{ Does = 'sends, with a journal, and reads the journal'; Step = 'sent with a journal'; Value = '1' }
        @{ Does = 'tracks the fax to its final status'; Step = 'followed'; Value = 'success' }
        @{ Does = 'keeps letters that are not in ASCII'; Step = 'comment'; Value = 'True' }
        @{ Does = 'saves'; Step = 'saved the same bytes'; Value = 'True' }
        @{ Does = 'receives'; Step = 'received with a checkpoint'; Value = 'True' }
        @{ Does = 'reports the kind of an error'; Step = 'error'; Value = 'NotFound' }
        @{ Does = 'verifies the signature of a webhook message'; Step = 'webhook'; Value = '*signed more than five minutes ago.' }
        @{ Does = 'signs in with OAuth'; Step = 'signed in with OAuth, renewals'; Value = '0' }
        @{ Does = 'refreshes a token and stores it'; Step = 'token renewed and kept, renewals'; Value = '1' }
        @{ Does = 'creates a report'; Step = 'report names the fax'; Value = 'True' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $script:module = Split-Path (Get-TestModulePath)
    $script:emulator = Open-Emulator '--client', 'APIK-good:good-secret', '--send-seconds', '0.2', '--seed-faxes', '20'
}

AfterAll { Close-Emulator $emulator }

Describe 'The client on .NET <Runtime>' -Tag Quick -Skip:(-not $sdk) -ForEach $runtimes {
    BeforeAll {
        $gate = Join-Path (Get-Item $PSScriptRoot).Parent.FullName FaxPlus.RuntimeGate bin Release "net$Runtime" FaxPlus.RuntimeGate
        if (-not (Get-Command $gate -ErrorAction Ignore)) {
            throw "'$gate' does not exist. Build it: dotnet build tests/FaxPlus.RuntimeGate -c Release"
        }
        Clear-Emulator $emulator
        Add-EmulatorFault $emulator @{ kind = 'status'; method = 'GET'; path = '/faxes'; status = 503; times = 1 }
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive $Runtime)).FullName
        $script:output = @(& $gate $module $emulator.ApiUri $folder $PSHOME 2>&1 | ForEach-Object { "$_" })
        $script:said = $output -join "`n"
    }

    It 'runs on this runtime' {
        $output[0] | Should -BeLike "runtime: $Runtime.*"
    }

    It '<Does>' -ForEach $steps {
        $line = $output | Where-Object { $_.StartsWith("${Step}: ", [StringComparison]::Ordinal) }
        $line | Should -BeLike "${Step}: $Value" -Because $said
    }

    It 'loads these assemblies into the private context, and none of the host' {
        $expected = @('Client' | ForEach-Object { "FaxPlus.$_" }) + @(
            'DependencyInjection.Abstractions', 'DependencyInjection', 'Diagnostics', 'Http', 'Logging.Abstractions', 'Logging', 'Options' |
                ForEach-Object { "Microsoft.Extensions.$_" }) + 'Polly.Core' | ForEach-Object { "loaded: core/$_.dll; the host has none" }
        @($output) -like 'loaded: *' | Should -Be $expected
    }

    It 'has no assembly and no public type in common with the host, and needs no assembly that is missing' {
        @($output) -like 'conflict: *' | Should -BeNullOrEmpty
    }
}
