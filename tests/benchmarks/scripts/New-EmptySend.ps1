# Creates a module with a cmdlet that has the parameters of Send-FaxPlusFax but sends no fax, to measure the time that PowerShell needs.
param([string] $Module, [string] $Folder)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$parameters = foreach ($parameter in (Get-Command Send-FaxPlusFax).Parameters.Values) {
    $attributes = foreach ($attribute in $parameter.Attributes | Where-Object { $_ -is [Parameter] }) {
        $set = if ($attribute.ParameterSetName -ne '__AllParameterSets') { "ParameterSetName = ""$($attribute.ParameterSetName)"", " }
        $position = if ($attribute.Position -ge 0) { "Position = $($attribute.Position), " }
        $flags = foreach ($flag in 'Mandatory', 'ValueFromPipeline', 'ValueFromPipelineByPropertyName') {
            "$flag = $("$($attribute.$flag)".ToLowerInvariant())"
        }
        "[Parameter($set$position$($flags -join ', '))]"
    }
    # PowerShell adds the common parameters to each cmdlet, so they are not declared as properties.
    if (-not [System.Management.Automation.Cmdlet].IsAssignableFrom($parameter.ParameterType) -and
        $parameter.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters -and
        $parameter.Name -notin [System.Management.Automation.Cmdlet]::OptionalCommonParameters -and $parameter.Name -ne 'OtherArgument') {
        $aliases = if ($parameter.Aliases) { "[Alias(""$($parameter.Aliases -join '", "')"")]" }
        $type = if ($parameter.ParameterType.FullName -match '^System\.(Management\.Automation\.)?[A-Za-z]+(\[\])?$') {
            $parameter.ParameterType.FullName } else { 'object' }
        "$attributes $aliases public $type $($parameter.Name) { get; set; }"
    }
}
$null = New-Item $Folder -ItemType Directory -Force
Add-Type -OutputAssembly "$Folder/Empty.dll" -OutputType Library -TypeDefinition @"
using System.Management.Automation;

[Cmdlet("Send", "Empty", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
public sealed class SendEmptyCommand : PSCmdlet
{
    $($parameters -join "`n    ")

    protected override void ProcessRecord() { WriteObject(To); }
}
"@
Set-Content "$Folder/Empty.psd1" "@{ ModuleVersion = '1.0'; RootModule = 'Empty.dll'; CmdletsToExport = 'Send-Empty'; FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }"
