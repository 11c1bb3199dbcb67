using System;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Why the pipeline ended while a cmdlet was writing.</summary>
internal static class PipelineEnd
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>
    /// Whether Select-Object -First, or a command like it, has had its last object and passed it on. To the writing cmdlet
    /// this looks like Ctrl+C and like the failure of a command further on: PowerShell tells the cause to itself
    /// only, hence the reflection. Where a version of PowerShell keeps it elsewhere, the answer is no.
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
