using System;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>
/// Whether an object is being handed over that counts as done with when the next command comes back. Commands of a pipeline run on one
/// thread, so that each of them can tell, also where the object was changed into another on the way.
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
