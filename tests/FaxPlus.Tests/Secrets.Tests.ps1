BeforeDiscovery {
    $ways = @(
        @{ Way = 'a SecureString'; Connect = 'Connect-FaxPlus -Pat $secret -ApiUri $env:TEST_API -PassThru' }
        @{ Way = 'a variable with plain text'; Connect = 'Connect-FaxPlus -Pat $env:TEST_TOKEN -ApiUri $env:TEST_API -PassThru' }
        @{ Way = 'plain text in the script'; Connect = 'Connect-FaxPlus -Pat "TOKEN" -ApiUri $env:TEST_API -PassThru' }
        @{
            Way = 'a credential'
            Connect = 'Connect-FaxPlus -Credential ([pscredential]::new("x", $secret)) -ApiUri $env:TEST_API -PassThru'
        }
        @{
            Way = 'the environment'
            Connect = '$env:FAXPLUS_PAT = $env:TEST_TOKEN; Connect-FaxPlus -FromEnvironment -ApiUri $env:TEST_API -PassThru'
        }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot TestHelpers.psm1) -Force
    Import-TestModule
    $script:token = 'alohi_pat_Recognisable0Zx7Qq'
    $script:emulator = Open-Emulator '--pat', $token, '--seed-faxes', '3', '--send-seconds', '0.2'
    $script:file = (Add-TestPdf (Join-Path $TestDrive a.pdf)).FullName

    # A class that searches the text, the items, and the public properties and fields of objects for the secret. To save time, the class is
    # compiled once, and each script loads the compiled assembly.
    $script:walker = Join-Path $TestDrive Walker.dll
    $script:walkerSource = @'
using System; using System.Collections; using System.Collections.Generic; using System.Linq; using System.Reflection; using System.Management.Automation;
public static class Walker
{
    public static List<string> Find(object root, string secret, int depth)
    {
        var found = new List<string>(); var seen = new HashSet<object>(ReferenceEqualityComparer.Instance); int count = 0;
        Walk(root, secret, depth, "root", found, seen, ref count); return found;
    }
    static void Walk(object item, string secret, int depth, string path, List<string> found, HashSet<object> seen, ref int count)
    {
        if (item is PSObject wrapped)
        {
            foreach (var note in wrapped.Properties.Where(p => p is PSNoteProperty).ToArray()) { object value = null; try { value = note.Value; } catch { } if (value != null && depth > 0) Walk(value, secret, depth - 1, path + "." + note.Name, found, seen, ref count); }
            item = wrapped.BaseObject;
        }
        if (item == null || count++ > 300000) return;
        string text = null; try { text = item as string ?? item.ToString(); } catch { }
        if (text != null && text.Contains(secret)) found.Add(path);
        var type = item.GetType();
        if (item is string || type.IsPrimitive || type.IsEnum || item is DateTime || item is MemberInfo || item is Assembly || item is System.Reflection.Module) return;
        if (!type.IsValueType && !seen.Add(item)) return;
        if (depth == 0) return;
        if (item is IDictionary map) { foreach (DictionaryEntry entry in map) { Walk(entry.Key, secret, depth - 1, path + ".key", found, seen, ref count); Walk(entry.Value, secret, depth - 1, path + "[" + entry.Key + "]", found, seen, ref count); } }
        else if (item is IEnumerable list) { int index = 0; try { foreach (object one in list) { Walk(one, secret, depth - 1, path + "[" + index++ + "]", found, seen, ref count); if (index > 500) break; } } catch { } }
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || property.PropertyType.IsByRef || property.PropertyType.IsByRefLike || property.PropertyType.IsPointer) continue;
            object value = null; try { value = property.GetValue(item); } catch { continue; }
            Walk(value, secret, depth - 1, path + "." + property.Name, found, seen, ref count);
        }
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance)) { object value = null; try { value = field.GetValue(item); } catch { continue; } Walk(value, secret, depth - 1, path + "." + field.Name, found, seen, ref count); }
    }
}
'@

    # The code at the beginning of each script.
    $script:common = @'
# The assembly is loaded from a copy in memory, because Windows cannot delete a file that is loaded.
if (-not ('Walker' -as [type])) { $null = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromStream([IO.MemoryStream]::new([IO.File]::ReadAllBytes($env:TEST_WALKER))) }
function Get-Leak($Object) { [Walker]::Find($Object, $env:TEST_TOKEN, 5) }
function Get-Text($Object) {
    # Only text with the token is written, because the other text has several megabytes.
    foreach ($text in Get-Rendering $Object) {
        if ($text.Contains($env:TEST_TOKEN)) { $text -split '\r?\n' | Where-Object { $_.Contains($env:TEST_TOKEN) } | Select-Object -First 3 }
    }
}
function Get-Rendering($Object) {
    $Object | Format-List * -Force | Out-String -Width 500
    $Object | Format-Table -AutoSize | Out-String -Width 500
    $Object | Out-String -Width 500
    # Exceptions, and the provider of a FileInfo, reference a type and its assembly, and on Wine, traversing an assembly does not end.
    # Therefore, the depth is limited here. The class Walker searches deeper and omits types.
    $depth = $Object -is [System.Management.Automation.ErrorRecord] ? 2 : $Object -isnot [Exception] -and "$($Object.GetType())" -like 'FaxPlus.*' ? 3 : 1
    ConvertTo-Json -InputObject $Object -Depth $depth -WarningAction SilentlyContinue
    $path = Join-Path $env:TEST_FOLDER "$([guid]::NewGuid()).xml"
    $Object | Export-Clixml -LiteralPath $path -Depth $depth
    Get-Content -LiteralPath $path -Raw
    Remove-Item -LiteralPath $path
    "$Object"
    $Object | Get-Member -Force | Out-String -Width 500
    $Object | Export-Csv -LiteralPath $path
    Get-Content -LiteralPath $path -Raw
    Remove-Item -LiteralPath $path
}
$secret = [securestring]::new(); $env:TEST_TOKEN.ToCharArray().ForEach({ $secret.AppendChar($_) })
Import-Module $env:FAXPLUS_MODULE
'@

    $script:settings = @{
        TEST_TOKEN = $token
        TEST_API = $emulator.ApiUri
        TEST_FOLDER = "$TestDrive"
        TEST_FILE = $file
        TEST_WALKER = $walker
        FAXPLUS_MODULE = Get-TestModulePath
    }
    foreach ($name in $settings.Keys) { [Environment]::SetEnvironmentVariable($name, $settings[$name]) }

    function Get-SceneScript([string] $Script) {
        if (-not (Test-Path -LiteralPath $walker)) { Add-Type -OutputAssembly $walker -TypeDefinition $walkerSource }
        $common + "`n" + $Script.Replace('TOKEN', $token).Replace('TEST_' + $token, 'TEST_TOKEN')
    }

    # Runs a script in a new runspace, and returns all output streams as text.
    function Invoke-Scene([string] $Script) {
        $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
        try {
            $output = $shell.AddScript((Get-SceneScript $Script)).Invoke()
            @($output) + $shell.Streams.Error + $shell.Streams.Warning + $shell.Streams.Verbose + $shell.Streams.Debug +
                $shell.Streams.Information | Out-String -Width 500
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
    }

    function Assert-NoToken([string] $Output) {
        $Output | Should -Match '\bdone\b' -Because 'the script must run to its end'
        $Output -split '\r?\n' | Where-Object { $_.Contains($token) } | Select-Object -First 5 | Should -BeNullOrEmpty
    }
}

AfterAll {
    Remove-Item Env:TEST_*
    Disconnect-FaxPlus
    Close-Emulator $emulator
}

Describe 'The token' {
    It 'is not in any part of an error if it was specified instead of a path' -Tag Quick {
        $null = Connect-Emulator $emulator -Token $token
        $problem = Get-ErrorOf { Invoke-FaxPlusRequest "/accounts/$token/x" }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FaxPlus.NotFound,*'
        $kept = Join-Path $TestDrive error.xml
        $problem | Export-Clixml -LiteralPath $kept
        $ErrorView = 'NormalView'
        $shown = @($problem | Out-String -Width 500
            "$($problem.TargetObject) $($problem.CategoryInfo) $($problem.Exception.Operation)"
            $problem | Get-Error | Out-String -Width 500
            $problem | Format-List * -Force | Out-String -Width 500
            Get-Content -Raw -LiteralPath $kept)
        $shown -split '\r?\n' | Where-Object { $_.Contains($token) } | Select-Object -First 5 | Should -BeNullOrEmpty
    }

    BeforeEach { Clear-Emulator $emulator }

    Context 'passed in each way' -ForEach @(@{ Ways = $ways }) {
        BeforeAll {
            # Runs all cmdlets once. For the other ways to pass the token, only the cmdlets that differ are run.
            $work = @'
    $upload = Add-FaxPlusFile $env:TEST_FILE -Verbose -Debug; $upload
    New-FaxPlusCoverPage -NameTo a -NameFrom b -Subject c
    $sent = Send-FaxPlusFax -To '+14155550111' -Path $env:TEST_FILE -Verbose -Debug; $sent
    Get-FaxPlusOutbox -Verbose -Debug
    $sent | Wait-FaxPlusFax -Timeout 300 -Verbose -Debug
    Get-FaxPlusFax -Verbose -Debug
    Get-FaxPlusFax -First 1 | Save-FaxPlusFax -Directory (Join-Path $env:TEST_FOLDER ([guid]::NewGuid())) -Verbose -Debug
    Invoke-FaxPlusRequest /accounts/self -Verbose -Debug
'@
            # A separate process is used, because transcripts and the output of the host are checked. One process runs all ways to sign in,
            # and checks the output of each before it runs the next.
            $script:transcripts = @{}
            $scripts = foreach ($entry in $Ways) {
                $way, $connect = $entry.Way, $entry.Connect
                $first = $way -eq 'a SecureString'
                $transcripts[$way] = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
                @"
'way $way'
`$null = Start-Transcript -LiteralPath '$($transcripts[$way])'
`$objects = & {
    $connect
    Get-FaxPlusSession
    Get-FaxPlusAccount -Verbose -Debug
    $(if ($first) { $work })
    Get-FaxPlusFax -FaxId nothing -Verbose -Debug
    Send-FaxPlusFax -To 'none' -Path `$env:TEST_FILE -Verbose
    $($connect.Replace('$env:TEST_API', "'http://elsewhere.example'"))
    Connect-FaxPlus -Pat `$secret -ApiUri 'http://127.0.0.1:1' -Verbose
    Get-FaxPlusFax -Verbose -ErrorAction SilentlyContinue -ErrorVariable kept$(if ($first) { '; $kept.Exception' })
} *>&1
'streams ' + @(`$objects).Count
`$objects | Out-String -Width 500
foreach (`$group in `$objects | Group-Object { `$_.GetType().FullName }) { if (`$group.Name -notlike '*Record') { Get-Text `$group.Group[0] } }
'errors ' + `$Error.Count
foreach (`$record in `$Error) { Get-Text `$record; `$record | Out-String -Width 500; `$record | Get-Error | Out-String -Width 500; Get-Leak `$record | ForEach-Object { "LEAK `$env:TEST_TOKEN in an error: `$_" } }
foreach (`$object in `$objects | Group-Object { `$_.GetType().FullName } | ForEach-Object { `$_.Group | Select-Object -First 2 }) { Get-Leak `$object | ForEach-Object { "LEAK `$env:TEST_TOKEN in `$(`$object.GetType().Name): `$_" } }
`$null = Stop-Transcript
`$Error.Clear()
Remove-Item Env:FAXPLUS_PAT -ErrorAction Ignore
'done'
"@
            }
            $script:child = Invoke-ChildPowerShell -Script (Get-SceneScript ($scripts -join "`n")) -Environment $settings
            $script:sections = @{}
            foreach ($section in $child.Output -split '(?m)^way ' | Select-Object -Skip 1) {
                $sections[($section -split '\r?\n')[0].Trim()] = $section
            }
        }

        It '<Way>: the token is not in any stream, transcript, error or object' -ForEach $ways {
            $section = $sections[$Way]
            Assert-NoToken $section
            [int]([regex]::Match($section, '(?m)^errors (\d+)').Groups[1].Value) |
                Should -BeGreaterThan 3 -Because 'the test examines the errors'
            Get-Content -LiteralPath $transcripts[$Way] | Where-Object { $_.Contains($token) } | Select-Object -First 5 |
                Should -BeNullOrEmpty
            (Get-Item -LiteralPath $transcripts[$Way]).Length | Should -BeGreaterThan 1000
        }

        It 'the token is not in any output of the host' {
            $child.Ended | Should -BeTrue
            Assert-NoToken ($child.Output + $child.Error)
        }
    }

    Context 'in a command with an error' {
        It 'plain text is not in any error of Connect-FaxPlus' {
            Assert-NoToken (Invoke-Scene @'
try { Connect-FaxPlus -Pat "TOKEN" -ApiUri 'http://elsewhere.example' } catch { Get-Text $_; Get-Leak $_ | ForEach-Object { "LEAK $env:TEST_TOKEN $_" }; $_ | Get-Error | Out-String; $_.InvocationInfo.Line; $_.InvocationInfo.PositionMessage; $_.ScriptStackTrace }
try { Connect-FaxPlus -Pat "TOKEN" -ApiUri $env:TEST_API -ExpiresOn (Get-Date).AddDays(-1) } catch { Get-Text $_; Get-Leak $_ | ForEach-Object { "LEAK $env:TEST_TOKEN $_" } }
try { Connect-FaxPlus "TOKEN TOKEN" -ApiUri $env:TEST_API } catch { Get-Text $_; Get-Leak $_ | ForEach-Object { "LEAK $env:TEST_TOKEN $_" } }
Connect-FaxPlus -Pat "TOKEN" -ApiUri $env:TEST_API -WarningVariable warned
Get-Text $warned[0]; Get-Leak $warned[0] | ForEach-Object { "LEAK $env:TEST_TOKEN $_" }
'done'
'@)
        }

        It 'plain text is not in any error for a parameter that PowerShell or the command refuses: <_>' -ForEach @(
            'Connect-FaxPlus -OAuth -ClientId a -ClientSecret "TOKEN"'
            'Connect-FaxPlus -Pat "TOKEN" -SecretName FaxPlus'
            'Connect-FaxPlus -Pat $null -RefreshToken "TOKEN"'
            'Connect-FaxPlus -ClientId a -ClientSecret "TOKEN" -RefreshToken "TOKEN"'
            'Connect-Voipex -Credential ([pscredential]::new("ada", (ConvertTo-SecureString "TOKEN" -AsPlainText -Force))) -Pin 1'
            'Connect-FaxPlus -PatTOKEN'
            'Send-FaxPlusFax -To +14155550123 -Path a.pdf -Journal "AccountName=x;AccountKey=TOKEN"'
            'Receive-FaxPlusFax -Checkpoint "AccountName=x;AccountKey=TOKEN"'
            'Get-FaxPlusJournal "AccountName=x;AccountKey=TOKEN;EndpointSuffix=core.windows.net"'
            '"TOKEN" | Connect-FaxPlus'
            '"TOKEN" | Connect-Voipex'
            '"TOKEN" | Wait-FaxPlusWebhook 8499'
            'ConvertFrom-FaxPlusWebhook -Secret "TOKEN"'
            'Send-FaxPlusFax -To +14155550123 -Path a.pdf -Journal j -JournalCredential (ConvertTo-SecureString "TOKEN" -AsPlainText -Force) -Nope'
            'Receive-FaxPlusFax -Checkpoint c -CheckpointCredential "TOKEN" -Stat x'
            'Get-FaxPlusFax -Pat "TOKEN"'
            'Remove-FaxPlusFax x "TOKEN"'
            'Invoke-FaxPlusRequest POST /nope -Body @{ password = "TOKEN" }'
            'Invoke-VoipexRequest /calls POST -Body @{ password = "TOKEN" } -Nope'
        ) {
            $shown = Invoke-Scene @"
try { $_ } catch { Get-Text `$_ }
foreach (`$record in `$Error) { Get-Text `$record; Get-Leak `$record | ForEach-Object { "LEAK `$env:TEST_TOKEN `$_" }; `$record.InvocationInfo.Line; `$record.InvocationInfo.PositionMessage; "`$(`$record.TargetObject)" }
"errors: `$(`$Error.Count) done"
"@
            $shown | Should -Match 'errors: [1-9]'
            Assert-NoToken $shown
        }

        It 'plain text is not in any warning that -WarningAction Stop converts to an error' {
            Assert-NoToken (Invoke-Scene @'
try { Connect-FaxPlus -Pat "TOKEN" -ApiUri $env:TEST_API -WarningAction Stop } catch { Get-Text $_; Get-Leak $_ | ForEach-Object { "LEAK $env:TEST_TOKEN $_" }; $_ | Get-Error | Out-String }
'done'
'@)
        }

        It 'plain text is not in any error of another cmdlet of the module on the same line' {
            Assert-NoToken (Invoke-Scene @'
Connect-FaxPlus -Pat "TOKEN" -ApiUri $env:TEST_API -WarningAction SilentlyContinue; Get-FaxPlusFax -FaxId nothing
foreach ($record in $Error) { Get-Text $record; Get-Leak $record | ForEach-Object { "LEAK $env:TEST_TOKEN $_" } }
'done'
'@)
        }

        It 'a function that passes its parameters on does not show it' {
            Assert-NoToken (Invoke-Scene @'
function Connect-Mine { param([securestring] $Pat, [string] $ApiUri) Connect-FaxPlus @PSBoundParameters; $PSBoundParameters | Out-String; ConvertTo-Json $PSBoundParameters -Depth 5 -WarningAction SilentlyContinue; Get-Leak $PSBoundParameters | ForEach-Object { "LEAK $env:TEST_TOKEN $_" }; Get-FaxPlusFax -FaxId nothing }
Connect-Mine -Pat $secret -ApiUri $env:TEST_API
Connect-Mine -Pat $secret -ApiUri 'http://elsewhere.example'
foreach ($record in $Error) { Get-Leak $record | ForEach-Object { "LEAK $env:TEST_TOKEN $_" } }
'done'
'@)
        }

        It 'in a path, a query or a body is masked in the output' {
            Assert-NoToken (Invoke-Scene @'
Connect-FaxPlus -Pat $secret -ApiUri $env:TEST_API
& {
    Invoke-FaxPlusRequest "/accounts/$env:TEST_TOKEN" -Verbose -Debug
    Invoke-FaxPlusRequest /accounts/self/faxes -Query @{ limit = $env:TEST_TOKEN } -Verbose -Debug
    Get-FaxPlusFax -FaxId $env:TEST_TOKEN -Verbose -Debug
} *>&1 | Out-String -Width 500
foreach ($record in $Error) { $record.Exception.Message; $record.Exception.ResponseBody; $record.ErrorDetails | Out-String }
'done'
'@)
        }
    }

    Context 'that the service returns' {
        It 'in an error is masked in the message and in the body' {
            Add-EmulatorFault $emulator @{
                kind = 'status'; status = 400; body = @{ error = 'bad'; description = "The token $token is odd." }
            }
            Assert-NoToken (Invoke-Scene @'
Connect-FaxPlus -Pat $secret -ApiUri $env:TEST_API
Get-FaxPlusFax -Verbose -Debug *>&1 | Out-String -Width 500
foreach ($record in $Error) { $record | Format-List * -Force | Out-String -Width 500; $record.Exception | Format-List * -Force | Out-String -Width 500; Get-Leak $record | ForEach-Object { "LEAK $env:TEST_TOKEN $_" } }
'done'
'@)
        }

        It 'in a response that is not JSON is masked' {
            Add-EmulatorFault $emulator @{ kind = 'garbage'; body = "<html>Bearer $token</html>" }
            Assert-NoToken (Invoke-Scene @'
Connect-FaxPlus -Pat $secret -ApiUri $env:TEST_API
Get-FaxPlusFax -Verbose -Debug *>&1 | Out-String -Width 500
Invoke-FaxPlusRequest /accounts/self -Verbose -Debug *>&1 | Out-String -Width 500
foreach ($record in $Error) { $record | Format-List * -Force | Out-String -Width 500; $record.Exception | Format-List * -Force | Out-String -Width 500; Get-Leak $record | ForEach-Object { "LEAK $env:TEST_TOKEN $_" } }
'done'
'@)
        }
    }

    It 'is found by these tests if it is shown' {
        $output = Invoke-Scene @'
$record = [System.Management.Automation.ErrorRecord]::new([exception]::new('outer', [exception]::new("inner $env:TEST_TOKEN")), 'x', 'NotSpecified', $null)
'found ' + @(Get-Leak $record).Count
'found ' + @(Get-Leak @{ a = [pscustomobject]@{ b = @(1, $env:TEST_TOKEN) } }).Count
'done'
'@
        $output | Should -Match '(?s)found [1-9].*found [1-9].*done'
    }
}
