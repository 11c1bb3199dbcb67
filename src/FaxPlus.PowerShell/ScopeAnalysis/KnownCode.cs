using System;
using System.Collections.Generic;
using System.Linq;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Lists the commands, types and methods that run only the code of the script itself. Other commands may call cmdlets of this module, so
/// the reader warns about them.
/// </summary>
internal static class KnownCode
{
    /// <summary>PowerShell commands that accept a script block, with the parameters for the block.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> BlockParameters =
        new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
        {
            ["ForEach-Object"] = ["Process", "Begin", "End", "RemainingScripts", "Parallel"],
            ["Where-Object"] = ["FilterScript"],
            ["Measure-Command"] = ["Expression"],
            ["Invoke-Command"] = ["ScriptBlock"],
            ["Start-Job"] = ["ScriptBlock", "InitializationScript"],
            ["Start-ThreadJob"] = ["ScriptBlock", "InitializationScript"],
            ["Register-ObjectEvent"] = ["Action"],
            ["Register-EngineEvent"] = ["Action"],
        };

    /// <summary>The commands in <see cref="BlockParameters"/> that also accept the path of a script.</summary>
    public static readonly HashSet<string> FileRunners = Set("Invoke-Command Start-Job Start-ThreadJob");

    // Parameters, in addition to those in BlockParameters, that specify code, the name of code, or a file or item that may become code.
    private static readonly HashSet<string> s_codeParameters = Set(
        "Command ConfigurationName DefinitionName FilePath ItemType MemberName OutFile PSPath SupportedCommand Value");

    /// <summary>Commands that assign variables.</summary>
    public static readonly HashSet<string> VariableWriters = Set("Set-Variable New-Variable Clear-Variable Remove-Variable");

    /// <summary>Commands that accept a provider path. The item may be a function, an alias or a variable.</summary>
    public static readonly HashSet<string> ItemWriters = Set(
        "Add-Content Copy-Item Move-Item New-Item Push-Location Rename-Item Set-Content Set-Item Set-Location");

    // Programs that run code or programs named in their arguments.
    private static readonly HashSet<string> s_interpreters = Set(
        "bash cmd dash dotnet env ksh node perl php powershell powershell_ise pwsh python python3 ruby sh ssh sudo wsl xargs zsh");

    // Commands that run only the code of the script, and that cannot write a script. WrittenFiles lists the commands that may write one.
    private static readonly HashSet<string> s_commands = Set(
        "Add-History Add-Member Clear-Content Clear-Host Clear-Item Clear-ItemProperty Clear-Variable Compare-Object Compress-Archive " +
        "Convert-Path " +
        "ConvertFrom-Csv ConvertFrom-Json ConvertFrom-Markdown ConvertFrom-SecureString ConvertFrom-StringData ConvertTo-Csv " +
        "ConvertTo-Html ConvertTo-Json ConvertTo-SecureString ConvertTo-Xml Copy-ItemProperty Debug-Job Disable-PSBreakpoint " +
        "Export-ModuleMember ForEach-Object Format-Custom Format-Hex Format-List Format-Table Format-Wide Get-Acl Get-Alias " +
        "Get-ChildItem Get-Clipboard Get-Command Get-ComputerInfo Get-Content Get-Credential Get-Culture Get-Date Get-Error Get-Event " +
        "Get-EventSubscriber Get-ExecutionPolicy Get-FileHash Get-Help Get-History Get-Host Get-Item Get-ItemProperty " +
        "Get-ItemPropertyValue Get-Job Get-Location Get-Member Get-Module Get-Process Get-PSCallStack Get-PSDrive Get-PSProvider " +
        "Get-PSSession Get-Random Get-Runspace Get-SecureRandom Get-Service Get-TimeZone Get-Transaction Get-TypeData Get-UICulture " +
        "Get-Unique Get-Uptime Get-Variable Get-Verb Get-WinEvent Group-Object Import-Clixml Import-Csv Import-LocalizedData " +
        "Import-PowerShellDataFile Invoke-Command Join-Path Join-String Limit-EventLog Measure-Command Measure-Object New-Event " +
        "New-EventLog New-Guid New-ItemProperty New-PSDrive New-PSSession New-TemporaryFile New-TimeSpan Out-Default Out-GridView " +
        "Out-Host Out-Null Out-Printer Out-String Pop-Location Push-Location Read-Host Receive-Job Register-EngineEvent " +
        "Register-ObjectEvent Remove-Alias Remove-Event Remove-Item Remove-ItemProperty Remove-Job Remove-Module Remove-PSDrive " +
        "Remove-PSSession Remove-Variable Rename-ItemProperty Resolve-Path Select-Object Select-String Select-Xml Send-MailMessage " +
        "Set-Acl Set-Clipboard Set-Date Set-ExecutionPolicy Set-ItemProperty Set-Location Set-PSDebug Set-StrictMode Sort-Object " +
        "Split-Path Start-Job Start-Sleep Start-ThreadJob Stop-Job Stop-Process Stop-Transcript Test-Connection Test-Json " +
        "Test-ModuleManifest Test-NetConnection Test-Path Unblock-File Unregister-Event Wait-Debugger Wait-Event Wait-Job Wait-Process " +
        "Where-Object Write-Debug Write-Error Write-EventLog Write-Host Write-Information Write-Output Write-Progress Write-Verbose " +
        "Write-Warning " +
        // Commands of vaults, Azure and Voipex, which run no code from their arguments.
        "Get-Secret Get-SecretInfo Get-SecretVault Set-Secret Get-AutomationVariable Set-AutomationVariable Get-AutomationPSCredential " +
        "Get-AutomationConnection Get-AutomationCertificate Connect-AzAccount Disable-AzContextAutosave Get-AzKeyVaultSecret " +
        "Connect-Voipex Disconnect-Voipex Get-VoipexSession Invoke-VoipexRequest Send-VoipexSms Get-VoipexSms Get-VoipexCall");

    private static readonly HashSet<string> s_types = Set(
        "string char bool boolean byte sbyte int int32 int16 int64 uint16 uint32 uint64 long short ulong uint ushort double single float " +
        "decimal bigint datetime DateTimeOffset TimeSpan DateOnly TimeOnly guid uri version math convert BitConverter regex array " +
        "hashtable ordered pscustomobject psobject object void switch securestring pscredential NetworkCredential Environment Path File " +
        "Directory FileInfo DirectoryInfo Encoding UTF8Encoding StringBuilder StringComparer StringComparison CultureInfo List`1 List " +
        "Dictionary`2 Dictionary HashSet`1 HashSet Queue`1 Queue Stack`1 Stack ArrayList SortedList ConcurrentDictionary ConcurrentBag " +
        "ConcurrentQueue Stopwatch Random RandomNumberGenerator SHA256 SHA1 MD5 HMACSHA256 Console TimeZoneInfo Thread Interlocked GC " +
        "IPAddress MailAddress mailmessage SmtpClient DataTable DataSet Enum Nullable xml XmlDocument HttpUtility WebUtility Tuple " +
        "KeyValuePair StreamReader StreamWriter MemoryStream FileStream ref scriptblock type IntPtr IDictionary IEnumerable ICollection " +
        "IList PSReference SwitchParameter CredentialAttribute Credential ErrorRecord ProgressRecord DirectoryNotFoundException " +
        "ActionPreference ServicePointManager SecurityProtocolType DayOfWeek Index Range");

    private static readonly HashSet<string> s_methods = Set(
        "Add AddDays AddHours AddMilliseconds AddMinutes AddMonths AddRange AddSeconds AddTicks AddYears Append AppendFormat AppendLine " +
        "BinarySearch Clear Clone Close Compare CompareTo ComputeHash Concat Contains ContainsKey ContainsValue Copy CopyTo Dequeue " +
        "Dispose EndsWith Enqueue Equals Exists Flush ForEach Format GetBytes GetChars GetDirectories GetEnumerator GetFiles GetHashCode " +
        "GetLength GetNetworkCredential GetRange GetResponse GetString GetType GetValue IndexOf IndexOfAny Insert Join Kill LastIndexOf " +
        "Match Matches Max Min MoveNext Next Normalize PadLeft PadRight Parse Peek Pop Push Read ReadAllBytes ReadAllLines ReadAllText " +
        "ReadLine ReadToEnd Refresh Remove RemoveAt RemoveRange Replace Reset Restart Reverse Round Seek SetValue Sort Split Start " +
        "StartsWith Stop Substring Subtract ToArray ToBoolean ToByteArray ToCharArray ToDateTime ToDouble ToFileTime ToInt32 ToInt64 " +
        "ToList ToLocalTime ToLongDateString ToLower ToLowerInvariant ToShortDateString ToString ToUniversalTime ToUnixTimeSeconds " +
        "ToUnixTimeMilliseconds ToUpper ToUpperInvariant Trim TrimEnd TrimStart TryAdd TryGetValue TryParse Wait WaitForExit " +
        "WaitForStatus Where Write WriteLine MakeReadOnly AppendChar");

    private static readonly HashSet<string> s_attributes = Set(
        "Parameter CmdletBinding Alias OutputType AllowNull AllowEmptyString AllowEmptyCollection SupportsWildcards PSDefaultValue " +
        "PSTypeName ArgumentCompleter ArgumentCompletions Diagnostics.CodeAnalysis.SuppressMessage SuppressMessage " +
        "SuppressMessageAttribute Flags Credential Experimental DynamicParam");

    /// <summary>Whether a program, which may be specified with its path, runs code that its arguments specify.</summary>
    public static bool IsInterpreter(string name)
    {
        string program = name.Split('/', '\\').Last();
        return s_interpreters.Contains(
            program.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
                ? program.Substring(0, program.Length - ".exe".Length)
                : program);
    }

    /// <summary>Commands with parameters that specify properties, as names or as script blocks.</summary>
    public static readonly HashSet<string> PropertyCommands = Set(
        "Select-Object Sort-Object Group-Object Measure-Object Compare-Object Format-Table Format-List Format-Wide Format-Custom " +
        "ConvertTo-Html Where-Object Add-Member Join-String");

    /// <summary>Whether the value of a parameter of a known command may be code, or the name or the file of code.</summary>
    public static bool IsCodeParameter(string parameter) => s_codeParameters.Contains(parameter)
        || BlockParameters.Values.Any(names => names.Contains(parameter, StringComparer.OrdinalIgnoreCase));

    public static bool IsCommand(string name) => Plain(name) is var plain && (s_commands.Contains(plain) || WrittenFiles.IsWriter(plain));

    /// <summary>Removes a PowerShell module name, such as Microsoft.PowerShell.Utility, from the name of a command.</summary>
    public static string Plain(string name) =>
        name.StartsWith("Microsoft.PowerShell.", StringComparison.OrdinalIgnoreCase) ? name.Substring(name.LastIndexOf('\\') + 1) : name;

    /// <summary>Whether a known command runs the script blocks in its arguments before it returns.</summary>
    public static bool RunsImmediately(string name) =>
        PropertyCommands.Contains(name) || name.ToLowerInvariant() is "foreach-object" or "measure-command";

    /// <summary>Whether the members of a type run no external code. The name may have a namespace and type arguments.</summary>
    public static bool IsType(string name)
    {
        int arguments = name.IndexOf('[');
        string plain = arguments < 0 ? name : name.Substring(0, arguments);
        string last = plain.Substring(plain.LastIndexOf('.') + 1);
        return s_types.Contains(last)
            || last.EndsWith("Exception", StringComparison.OrdinalIgnoreCase)
            || (plain.StartsWith("FaxPlus.", StringComparison.OrdinalIgnoreCase) && plain.IndexOf('.', "FaxPlus.".Length) < 0);
    }

    /// <summary>Whether the constructor of a known type runs no code that is passed as an argument.</summary>
    public static bool IsConstructedSafely(string name) =>
        !name.Substring(name.LastIndexOf('.') + 1).Equals("Thread", StringComparison.OrdinalIgnoreCase);

    public static bool IsAttribute(string name)
    {
        string plain = name.Substring(name.LastIndexOf('.') + 1);
        return plain.StartsWith("Validate", StringComparison.OrdinalIgnoreCase) || s_attributes.Contains(plain);
    }

    public static bool IsMethod(string name) => s_methods.Contains(name);

    private static HashSet<string> Set(string names) =>
        new(names.Split(' ').Where(name => name.Length > 0), StringComparer.OrdinalIgnoreCase);
}
