using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using Xunit;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>Runs schedules in parallel, one thread per processor, each schedule on one thread.</summary>
internal static class Schedules
{
    /// <summary>The time limit of the long simulation.</summary>
    public static TimeSpan Limit => Number("FAXPLUS_SIMULATION_MINUTES") is { } minutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;

    /// <summary>
    /// Runs random schedules. If the environment variable contains a seed, runs only the schedule of this seed, and prints its events.
    /// </summary>
    public static void Run<TPlan>(
        string variable, ulong firstSeed, Func<ulong, TPlan> draw, Func<TPlan, List<string>?, string?> attempt,
            (int First, int Count, TimeSpan Most) size, Action<string> output, Action<string> show)
        where TPlan : class
    {
        if (Number(variable + "_SEED") is { } only)
        {
            var trace = new List<string>();
            string? violation = null;
            Alone(1, () => violation = attempt(draw(only), trace));
            output($"{draw(only)}\n{string.Join("\n", trace)}");
            Assert.Null(violation);
            return;
        }

        if (Number(variable + "S") is { } wanted) size = (size.First, (int)wanted, TimeSpan.MaxValue);
        var watch = Stopwatch.StartNew();
        int done = Run(Enumerable.Range(0, size.Count).Select(Draw).TakeWhile(_ => watch.Elapsed < size.Most), attempt);
        ShowCount(done);

        (TPlan Plan, string Name) Draw(int number)
        {
            if (number > 0 && number % 50_000 == 0) ShowCount(number);
            ulong seed = firstSeed + (ulong)(size.First + number);
            return (draw(seed), $"{variable}_SEED={seed}");
        }

        // The test runner shows the output of a passed test only on request, so the number is shown as a diagnostic message.
        void ShowCount(int count) => show($"{count} schedules in {watch.Elapsed.TotalSeconds:0.0} s.");
    }

    /// <summary>Runs plans.</summary>
    /// <returns>The number of plans.</returns>
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

    /// <summary>
    /// Runs an action on separate threads without the synchronization context of the test runner, so that continuations run immediately.
    /// </summary>
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

    private static ulong? Number(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
        ? number : null;
}
