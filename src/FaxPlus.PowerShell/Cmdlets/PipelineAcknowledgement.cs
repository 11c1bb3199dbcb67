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

    public static bool IsUnderWay => s_depth > 0;

    public static void Run(Action write)
    {
        s_depth++;
        try
        {
            write();
        }
        finally
        {
            s_depth--;
        }
    }
}
