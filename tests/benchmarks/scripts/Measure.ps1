# The scripts that are measured dot-source this file. The last line of their output contains the measurements, which the calling program
# reads.
$ErrorActionPreference = 'Stop'
# Progress bars slow down Invoke-RestMethod.
$ProgressPreference = 'SilentlyContinue'

function Start-Measure {
    $script:cpuBefore = [System.Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime
    $script:watch = [System.Diagnostics.Stopwatch]::StartNew()
}

# Writes the elapsed time and the CPU time in seconds since Start-Measure, the peak memory of the process, and additional values.
function Stop-Measure([hashtable] $More = @{}) {
    $watch.Stop()
    $me = [System.Diagnostics.Process]::GetCurrentProcess()
    $figures = $More + @{
        seconds = $watch.Elapsed.TotalSeconds
        cpu     = ($me.TotalProcessorTime - $cpuBefore).TotalSeconds
        peak    = $me.PeakWorkingSet64
    }
    'figures ' + ($figures | ConvertTo-Json -Compress)
}
