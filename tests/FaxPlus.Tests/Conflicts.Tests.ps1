BeforeDiscovery {
    $names = 'Microsoft.Extensions.Http', 'Microsoft.Extensions.DependencyInjection.Abstractions', 'System.Text.Json', 'Polly.Core'
    $versions = '6.0.0.0', '99.0.0.0'
    $cases = foreach ($name in $names) { foreach ($version in $versions) { @{ Name = $name; Version = $version } } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    $script:emulator = Open-Emulator '--seed-faxes', '5'

    # Assemblies of the names that other modules bring, in other versions and with nothing of the real ones in them:
    # whoever binds to one of these by mistake does not get far.
    $script:standIns = Join-Path $TestDrive standins
    $definitions = foreach ($version in '6.0.0.0', '99.0.0.0') {
        foreach ($name in 'Microsoft.Extensions.Http', 'Microsoft.Extensions.DependencyInjection.Abstractions', 'System.Text.Json', 'Polly.Core') {
            @{ Name = $name; Version = $version }
        }
    }
    foreach ($definition in $definitions) {
        $folder = Join-Path $standIns $definition.Version
        $null = New-Item -ItemType Directory -Force -Path $folder
        $class = $definition.Name.Replace('.', '')
        Add-Type -OutputAssembly (Join-Path $folder "$($definition.Name).dll") -TypeDefinition @"
[assembly: System.Reflection.AssemblyVersion("$($definition.Version)")]
namespace StandIn { public static class $class { public static string Version() => typeof($class).Assembly.GetName().Version.ToString(); } }
"@
    }

    $script:common = @'
$ErrorActionPreference = 'Stop'
$path = Join-Path $env:TEST_STANDINS $env:TEST_VERSION "$env:TEST_NAME.dll"
function Use-StandIn {
    # As modules do it; and where PowerShell has its own copy of that name, in a context of its own, as modules do then.
    try { $assembly = [Reflection.Assembly]::LoadFrom($path) } catch { $assembly = $null }
    if (-not $assembly -or $assembly.GetName().Version -ne [version]$env:TEST_VERSION) { $assembly = [Reflection.Assembly]::LoadFile($path) }
    $class = $assembly.GetType("StandIn.$($env:TEST_NAME.Replace('.', ''))")
    'stand-in ' + $class.GetMethod('Version').Invoke($null, @())
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
            FAXPLUS_PAT = 'good-token'; FAXPLUS_API_URI = $emulator.ApiUri; TEST_STANDINS = $standIns; TEST_NAME = $Other.Name; TEST_VERSION = $Other.Version
        }
    }
}

AfterAll { Close-Emulator $emulator }

Describe '<Name> <Version>' -ForEach $cases {
    It 'loaded before does no harm' {
        $child = Invoke-With $_ 'Use-StandIn; Use-Module; Use-StandIn'
        $child.Error | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\r?\n' | Should -Be "stand-in $Version", 'faxes 5', 'account ada@example.com', "stand-in $Version"
    }

    It 'loaded after gets what it asks for, and the module goes on' {
        $child = Invoke-With $_ 'Use-Module; Use-StandIn; Use-Module'
        $child.Error | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\r?\n' | Should -Be 'faxes 5', 'account ada@example.com', "stand-in $Version", 'faxes 5', 'account ada@example.com'
    }
}

Describe 'The module in company' {
    It 'brings none of its libraries where other modules would meet them' {
        $child = Invoke-With @{ Name = 'Polly.Core'; Version = '6.0.0.0' } @'
$null = Use-Module
[System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach({ $_.GetName().Name }) -match '^(Microsoft\.Extensions\.|Polly|FaxPlus\.Client)' | ForEach-Object { "loaded $_" }
'@
        $child.Error | Should -BeNullOrEmpty
        $child.Output | Should -BeNullOrEmpty
    }
}
