using System;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Determines the reason why the pipeline ended while a cmdlet was writing.</summary>
internal static class PipelineEnd
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>
    /// Whether Select-Object -First, or a similar command, has received and written its last object. The writing cmdlet cannot distinguish
    /// this case from Ctrl+C or from the failure of a later command, because the cause is in an internal field of PowerShell. This method
    /// reads the field by reflection. If a PowerShell version does not have this field, the result is false.
    /// </summary>
    public static bool IsSelected(Cmdlet cmdlet)
    {
        object runtime = cmdlet.CommandRuntime;
        object? pipeline = runtime.GetType().GetProperty("PipelineProcessor", Hidden)?.GetValue(runtime);
        object? cause = pipeline?.GetType().GetField("_firstTerminatingError", Hidden)?.GetValue(pipeline);
        Exception? exception = cause as Exception ?? (cause as ExceptionDispatchInfo)?.SourceException;
        return exception?.GetType().Name == "StopUpstreamCommandsException";
    }
}
