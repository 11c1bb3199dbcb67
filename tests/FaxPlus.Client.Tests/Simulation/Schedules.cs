using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using Xunit;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>Tries schedules, each on one thread, with a thread for each processor.</summary>
internal static class Schedules
{
    /// <summary>How long the long simulation may take.</summary>
    public static TimeSpan Limit => Number("FAXPLUS_SIMULATION_MINUTES") is { } minutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;

    /// <summary>Tries random schedules, or the one of the seed in the variable, which is printed.</summary>
    public static void Run<TPlan>(
        string variable, ulong firstSeed, Func<ulong, TPlan> draw, Func<TPlan, List<string>?, string?> attempt, (int First, int Count, TimeSpan Most) size, Action<string> output, Action<string> show)
        where TPlan : class
    {
        if (Number(variable + "_SEED") is { } seed)
        {
            var trace = new List<string>();
            string? violation = null;
            Alone(1, () => violation = attempt(draw(seed), trace));
            output($"{draw(seed)}\n{string.Join("\n", trace)}");
            Assert.Null(violation);
            return;
        }

        if (Number(variable + "S") is { } wanted) size = (size.First, (int)wanted, TimeSpan.MaxValue);
        var watch = Stopwatch.StartNew();
        int done = Run(Enumerable.Range(size.First, size.Count).Select(i => (draw(firstSeed + (ulong)i), $"{variable}_SEED={firstSeed + (ulong)i}")).TakeWhile(_ => watch.Elapsed < size.Most), attempt);
        // The test runner shows what a test that passes has written only when asked to.
        show($"{done} schedules in {watch.Elapsed.TotalSeconds:0.0} s.");
    }

    /// <summary>Tries plans.</summary>
    /// <returns>How many.</returns>
    public static int Run<TPlan>(IEnumerable<(TPlan Plan, string Name)> plans, Func<TPlan, List<string>?, string?> attempt)
        where TPlan : class
    {
        using IEnumerator<(TPlan Plan, string Name)> rest = plans.GetEnumerator();
        int done = 0;
        string? failure = null;
        Alone(Environment.ProcessorCount, () =>
        {
            while (Next() is { } next)
            {
                if (attempt(next.Plan, null) is { } violation) failure = Describe(next.Plan, next.Name, violation);
            }
        });
        Assert.True(failure is null, failure);
        return done;

        (TPlan Plan, string Name)? Next()
        {
            lock (rest)
            {
                if (failure is not null || !rest.MoveNext()) return null;
                done++;
                return rest.Current;
            }
        }

        string Describe(TPlan plan, string name, string violation)
        {
            var trace = new List<string>();
            attempt(plan, trace);
            return $"{name}: {violation}\n{plan}\n{string.Join("\n", trace)}";
        }
    }

    /// <summary>On threads of its own, without the synchronization context of the test runner, so that what is awaited goes on at once.</summary>
    private static void Alone(int count, Action action)
    {
        Exception? error = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    error = exception;
                }
            },
            64 * 1024 * 1024))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        if (error is not null) ExceptionDispatchInfo.Throw(error);
    }

    private static ulong? Number(string variable) => ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
