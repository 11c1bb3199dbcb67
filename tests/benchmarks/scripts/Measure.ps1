# Dot-sourced by the measured scripts. What they print last is one line for the program that started them.
$ErrorActionPreference = 'Stop'
# Progress bars slow down Invoke-RestMethod.
$ProgressPreference = 'SilentlyContinue'

function Start-Measure {
    $script:cpuBefore = [System.Diagnostics.Process]::GetCurrentProcess().TotalProcessorTime
    $script:watch = [System.Diagnostics.Stopwatch]::StartNew()
}

# Seconds of the clock and of the processors since Start-Measure, the peak memory of the process, and whatever else was measured.
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
