using System;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Whether an object is being written that is acknowledged when the next command returns. All commands of a pipeline run on one thread, so
/// each of them can check it, even if the object was converted on the way.
/// </summary>
internal static class PipelineAcknowledgement
{
    [ThreadStatic]
    private static int s_depth;

    [ThreadStatic]
    private static bool s_isSkipped;

    public static bool IsUnderWay => s_depth > 0;

    /// <summary>A command of the pipeline only shows what it would do with the object (-WhatIf).</summary>
    public static void Skip() => s_isSkipped = true;

    /// <summary>Writes an object.</summary>
    /// <returns>Whether the commands of the pipeline have processed it.</returns>
    public static bool Run(Action write)
    {
        // Within the pipeline that processes one object, another one may be written.
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
