using System;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Records whether the pipeline is processing an object that its source, such as Receive-FaxPlusFax, acknowledges afterwards. All commands
/// of a pipeline run on one thread, and the state belongs to the thread. Therefore, each command can check it, even if an earlier command
/// passed on a different object.
/// </summary>
internal static class PipelineAcknowledgement
{
    [ThreadStatic]
    private static int s_depth;

    [ThreadStatic]
    private static bool s_isSkipped;

    public static bool IsActive => s_depth > 0;

    /// <summary>Records that a command of the pipeline does not process the object because of -WhatIf.</summary>
    public static void Skip() => s_isSkipped = true;

    /// <summary>Writes an object.</summary>
    /// <returns>Whether the commands of the pipeline have processed the object.</returns>
    public static bool Run(Action write)
    {
        // A command that processes one object may itself run a pipeline that writes another object.
        bool isOuterSkipped = s_isSkipped;
        s_depth++;
        s_isSkipped = false;
        try
        {
            write();
            return !s_isSkipped;
        }
        finally
        {
            s_depth--;
            s_isSkipped = isOuterSkipped;
        }
    }
}
