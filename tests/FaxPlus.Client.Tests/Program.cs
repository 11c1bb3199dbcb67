using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tests.Support;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Started as a program, the tests receive faxes into a folder until they are killed: a process of its own is the only thing that
/// can die in the middle. It gets ready, waits for a line that says after how many steps and then microseconds it
/// is to kill itself, and goes.
/// </summary>
internal static class Program
{
    private static int s_stepsLeft = int.MaxValue;
    private static int s_microseconds;

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["receive", string address, string checkpoint, string folder]) return 2;

        using var client = new FaxPlusClient(Service.Connection(new Uri(address)));
        await client.Accounts.GetAsync();
        Console.WriteLine("ready");
        string[] life = Console.ReadLine()!.Split(' ');
        bool mortal = life.Length == 2;
        if (mortal) (s_stepsLeft, s_microseconds) = (int.Parse(life[0], CultureInfo.InvariantCulture), int.Parse(life[1], CultureInfo.InvariantCulture));

        Step();
        using IFaxReceiver receiver = client.Faxes.Receive(new ReceiveOptions { CheckpointFile = checkpoint, After = Received.Start.AddDays(-1) });
        while (await receiver.NextAsync() is { Count: > 0 } faxes)
        {
            foreach (Fax fax in faxes)
            {
                Step();
                // Idempotent by id; a file of the same name again is counted all the same.
                File.AppendAllText(Path.Combine(folder, fax.Id!), "x");
                Step();
                receiver.Take(fax);
            }
        }

        if (!mortal) return 0;
        s_stepsLeft = 0;
        Step();
        Thread.Sleep(Timeout.Infinite);
        return 1;
    }

    private static void Step()
    {
        if (s_stepsLeft-- == 0) new Thread(Die) { Priority = ThreadPriority.AboveNormal }.Start();
    }

    private static void Die()
    {
        long end = Stopwatch.GetTimestamp() + (s_microseconds * Stopwatch.Frequency / 1_000_000);
        while (Stopwatch.GetTimestamp() < end) Thread.Yield();
        using Process self = Process.GetCurrentProcess();
        self.Kill();
    }
}
