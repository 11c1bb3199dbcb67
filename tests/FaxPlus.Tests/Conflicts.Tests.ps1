BeforeDiscovery {
    $names = 'Microsoft.Extensions.Http', 'Microsoft.Extensions.DependencyInjection.Abstractions', 'System.Text.Json', 'Polly.Core'
    $cases = foreach ($version in '6.0.0.0', '99.0.0.0') {
        @{ What = 'all of them'; Name = $names; Version = $version }
        foreach ($name in $names) { @{ What = $name; Name = @($name); Version = $version } }
    }
    # Each case needs two processes. The cases with an older version or with one library rarely find more errors than the usual case.
    $usual, $others = $cases.Where({ $_.Name.Count -gt 1 -and $_.Version -eq '99.0.0.0' }, 'Split')
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $script:emulator = Open-Emulator '--seed-faxes', '5'

    $script:standIns = Join-Path $TestDrive standins
    $script:common = @'
$ErrorActionPreference = 'Stop'
function Use-StandIn {
    foreach ($name in $env:TEST_NAMES -split ',') {
        $path = Join-Path $env:TEST_STANDINS $env:TEST_VERSION "$name.dll"
        # Loads the assembly as modules do: in a separate context if PowerShell has its own assembly of that name.
        try { $assembly = [Reflection.Assembly]::LoadFrom($path) } catch { $assembly = $null }
        if (-not $assembly -or $assembly.GetName().Version -ne [version]$env:TEST_VERSION) {
            $assembly = [Reflection.Assembly]::LoadFile($path)
        }
        $class = $assembly.GetType("StandIn.$($name.Replace('.', ''))")
        "$name " + $class.GetMethod('Version').Invoke($null, @())
    }
}
function Use-Module {
    Import-Module $env:FAXPLUS_MODULE
    Connect-FaxPlus -FromEnvironment
    'faxes ' + @(Get-FaxPlusFax).Count
    'account ' + (Get-FaxPlusAccount).Email
    Set-FaxPlusFax -FaxId (Get-FaxPlusFax -First 1).Id -Comment 'x'
}
'@

    function Invoke-With([hashtable] $Other, [string] $Script) {
        Invoke-ChildPowerShell -Script "$common`n$Script" -Environment @{
            FAXPLUS_PAT = 'good-token'
            FAXPLUS_API_URI = $emulator.ApiUri
            TEST_STANDINS = $standIns
            TEST_NAMES = $Other.Name -join ','
            TEST_VERSION = $Other.Version
        }
    }
}

AfterAll { Close-Emulator $emulator }

Describe 'With other versions of its libraries' {
    BeforeAll {
        # Creates assemblies with the same names as those that other modules contain, but with other versions and without the real types.
        # Code that binds to one of them by mistake fails.
        foreach ($version in '6.0.0.0', '99.0.0.0') {
            $folder = (New-Item -ItemType Directory -Path (Join-Path $standIns $version)).FullName
            foreach ($name in 'Microsoft.Extensions.Http', 'Microsoft.Extensions.DependencyInjection.Abstractions', 'System.Text.Json',
                'Polly.Core') {
                $class = $name.Replace('.', '')
                Add-Type -OutputAssembly (Join-Path $folder "$name.dll") -TypeDefinition @"
[assembly: System.Reflection.AssemblyVersion("$version")]
namespace StandIn { public static class $class { public static string Version() => typeof($class).Assembly.GetName().Version.ToString(); } }
"@
            }
        }

        function Test-Before([hashtable] $Other) {
            $child = Invoke-With $Other 'Use-StandIn; Use-Module; Use-StandIn'
            $child.Error | Should -BeNullOrEmpty
            $said = @($Other.Name | ForEach-Object { "$_ $($Other.Version)" })
            $child.Output.Trim() -split '\r?\n' | Should -Be ($said + 'faxes 5', 'account ada@example.com' + $said)
        }

        function Test-After([hashtable] $Other) {
            $child = Invoke-With $Other 'Use-Module; Use-StandIn; Use-Module'
            $child.Error | Should -BeNullOrEmpty
            $said = @($Other.Name | ForEach-Object { "$_ $($Other.Version)" })
            $child.Output.Trim() -split '\r?\n' |
                Should -Be ('faxes 5', 'account ada@example.com' + $said + 'faxes 5', 'account ada@example.com')
        }
    }

    Context '<What> <Version>' -ForEach $usual {
        It 'loaded before does not affect the module' { Test-Before $_ }
        It 'loaded after receives its own version, and the module continues to work' { Test-After $_ }
    }

    Context '<What> <Version>' -Tag Slow -ForEach $others {
        It 'loaded before does not affect the module' { Test-Before $_ }
        It 'loaded after receives its own version, and the module continues to work' { Test-After $_ }
    }
}

Describe 'The module with other modules' {
    It 'loads none of its libraries where other modules would bind to them' -Tag Quick {
        $child = Invoke-With @{ Name = 'Polly.Core'; Version = '6.0.0.0' } @'
$null = Use-Module
[System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach({ $_.GetName().Name }) -match
    '^(Microsoft\.Extensions\.|Polly|FaxPlus\.Client)' | ForEach-Object { "loaded $_" }
'@
        $child.Error | Should -BeNullOrEmpty
        $child.Output | Should -BeNullOrEmpty
    }
}
