using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Kills the current process after a number of steps and a further number of microseconds.</summary>
internal static class SelfKillingProcess
{
    private static int s_stepsLeft = int.MaxValue;
    private static int s_microseconds;

    /// <summary>Reports that the process is ready, and waits for a line that specifies when it kills itself.</summary>
    /// <returns>Whether the process will kill itself.</returns>
    public static bool AwaitLife()
    {
        Console.WriteLine("ready");
        string[] life = Console.ReadLine()!.Split(' ');
        if (life.Length != 2) return false;
        (s_stepsLeft, s_microseconds) =
            (int.Parse(life[0], CultureInfo.InvariantCulture), int.Parse(life[1], CultureInfo.InvariantCulture));
        return true;
    }

    public static void Step()
    {
        if (Interlocked.Decrement(ref s_stepsLeft) == -1) new Thread(Kill) { Priority = ThreadPriority.AboveNormal }.Start();
    }

    /// <summary>Kills the process. This method does not return.</summary>
    public static void KillNow()
    {
        s_stepsLeft = 0;
        Step();
        Thread.Sleep(Timeout.Infinite);
    }

    private static void Kill()
    {
        long end = Stopwatch.GetTimestamp() + (s_microseconds * Stopwatch.Frequency / 1_000_000);
        while (Stopwatch.GetTimestamp() < end) Thread.Yield();
        using Process self = Process.GetCurrentProcess();
        self.Kill();
    }
}
