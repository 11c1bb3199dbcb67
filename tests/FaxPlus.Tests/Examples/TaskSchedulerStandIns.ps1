# Stand-ins for the Task Scheduler commands that the recipe uses, with the same parameters as on Windows. Registered tasks are stored in
# $Tasks.

$Tasks = @{}

function New-ScheduledTaskAction {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Execute, [Parameter(Position = 1)] [string] $Argument,
        [Parameter(Position = 2)] [string] $WorkingDirectory, [string] $Id)

    [pscustomobject]@{ Execute = $Execute; Argument = $Argument; WorkingDirectory = $WorkingDirectory; Id = $Id }
}

function New-ScheduledTaskTrigger {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ParameterSetName = 'Once')] [switch] $Once,
        [Parameter(Mandatory, ParameterSetName = 'Daily')] [switch] $Daily,
        [Parameter(ParameterSetName = 'Daily')] [uint] $DaysInterval = 1,
        [Parameter(Mandatory)] [datetime] $At,
        [timespan] $RandomDelay,
        [Parameter(ParameterSetName = 'Once')] [timespan] $RepetitionInterval)

    [pscustomobject]@{ Kind = $PSCmdlet.ParameterSetName; Interval = $DaysInterval; At = $At }
}

function New-ScheduledTaskSettingsSet {
    [CmdletBinding()]
    param([ValidateSet('Parallel', 'Queue', 'IgnoreNew')] [string] $MultipleInstances, [int] $RestartCount, [timespan] $RestartInterval,
        [timespan] $ExecutionTimeLimit, [switch] $StartWhenAvailable, [switch] $WakeToRun)

    # The scheduler accepts RestartCount and RestartInterval only together.
    if ($PSBoundParameters.ContainsKey('RestartCount') -ne $PSBoundParameters.ContainsKey('RestartInterval')) {
        throw 'RestartCount and RestartInterval can be specified only together.'
    }
    [pscustomobject][hashtable]$PSBoundParameters
}

function New-ScheduledTaskPrincipal {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $UserId,
        [ValidateSet('None', 'Password', 'S4U', 'Interactive', 'Group', 'ServiceAccount', 'InteractiveOrPassword')] [string] $LogonType,
        [ValidateSet('Limited', 'Highest')] [string] $RunLevel)

    [pscustomobject]@{ UserId = $UserId; LogonType = $LogonType; RunLevel = $RunLevel }
}

function Register-ScheduledTask {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $TaskName,
        [string] $TaskPath = '\',
        [Parameter(Mandatory)] [ValidateNotNull()] [object[]] $Action,
        [Parameter(Mandatory)] [ValidateNotNull()] [object[]] $Trigger,
        [object] $Settings,
        [object] $Principal,
        [switch] $Force)

    $Tasks[$TaskName] = [pscustomobject][hashtable]$PSBoundParameters
    [pscustomobject]@{ TaskName = $TaskName; TaskPath = $TaskPath; State = 'Ready' }
}
