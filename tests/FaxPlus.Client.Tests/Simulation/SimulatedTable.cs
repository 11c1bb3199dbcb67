using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tests.Shared;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>
/// A table that several processes access over a network. The network loses requests and responses, repeats requests, and delivers requests
/// after their timeouts.
/// </summary>
internal sealed class SimulatedTable
{
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(60);

    private readonly Scheduler _scheduler;
    private readonly Rng _rng;
    private readonly int _faults;
    private readonly Action<string>? _trace;

    public SimulatedTable(Scheduler scheduler, Rng rng, int faults, Action<string>? trace)
    {
        (_scheduler, _rng, _faults, _trace) = (scheduler, rng, faults, trace);
        Rows = new MemoryTable(() => scheduler.TrueTime, pageSize: 2);
    }

    private enum Fault
    {
        None,
        Refused,
        LostRequest,
        LostAnswer,
        Silence,
        SilenceAfter,

        /// <summary>The connection breaks immediately, and the request takes effect up to a minute later.</summary>
        LateAct,

        /// <summary>The request takes effect twice, the second time some time later.</summary>
        Twice,
    }

    public MemoryTable Rows { get; }

    /// <summary>Whether the storage is not responding.</summary>
    public bool IsAway { get; set; }

    /// <summary>The worker id of each process.</summary>
    public Dictionary<Process, string> Workers { get; } = [];

    /// <summary>The table as seen by a process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="pausedAt">The number of the write at whose response the process is paused.</param>
    /// <param name="pause">The duration of the pause.</param>
    public ITable For(Process process, int? pausedAt = null, TimeSpan pause = default) => new Client(this, process, pausedAt, pause);

    private sealed class Client(SimulatedTable table, Process process, int? pausedAt, TimeSpan pause) : ITable
    {
        private int _writes;

        public Task CreateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<TableRow?> GetAsync(string key, CancellationToken cancellationToken) =>
            RequestAsync($"get {key}", () => table.Rows.Get(key), isWrite: false);

        public Task<string?> InsertAsync(TableRow row, CancellationToken cancellationToken)
        {
            if (row.Key.StartsWith(WorkerLease.Prefix, StringComparison.Ordinal))
                table.Workers[process] = row.Key[WorkerLease.Prefix.Length..];
            TableRow copy = row.Copy();
            return RequestAsync($"insert {row.Key} {row.Text("State")}", () => table.Rows.Insert(copy), isWrite: true);
        }

        public Task<string?> ReplaceAsync(TableRow row, CancellationToken cancellationToken)
        {
            TableRow copy = row.Copy();
            return RequestAsync($"replace {row.Key} {row.Text("State")}{(row.Flag(LeaseColumns.Dead) ? "dead" : "")}", () =>
                table.Rows.Replace(copy), isWrite: true);
        }

        public Task<IReadOnlyList<string>?> WriteAllAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
        {
            TableWrite[] copies = [.. writes.Select(write => new TableWrite(write.Row.Copy(), write.IsInsert))];
            string what = string.Join(", ", copies.Select(write => $"{write.Row.Key} {write.Row.Text("State")}"));
            return RequestAsync($"write {what}", () => table.Rows.WriteAll(copies), isWrite: true);
        }

        public Task<TablePage> ReadAsync(
            string from, string below, DateTimeOffset? since, string? continuation, CancellationToken cancellationToken) =>
            RequestAsync($"read {from}", () => table.Rows.Read(from, below, since, continuation), isWrite: false);

        private Task<T> RequestAsync<T>(string what, Func<T> act, bool isWrite)
        {
            var answer = new TaskCompletionSource<T>();
            if (!process.IsAlive) return answer.Task;
            Fault fault = table.IsAway
                ? Fault.LostRequest : table._rng.Below(100) < table._faults ? (Fault)(1 + table._rng.Below((int)Fault.Twice)) : Fault.None;
            // Renewals are not traced, because there are too many.
            if (fault != Fault.None || !(what.StartsWith("replace w", StringComparison.Ordinal)
                || what.StartsWith("read p", StringComparison.Ordinal)) || what.EndsWith("dead",
                StringComparison.Ordinal)) table._trace?.Invoke($"{process.Name}: {what}{(fault == Fault.None ? "" : $" ({fault})")}");
            TimeSpan there = table._rng.Upto(s_quick), back = table._rng.Upto(s_quick);
            switch (fault)
            {
                case Fault.Refused or Fault.LostRequest:
                    Fail(back);
                    break;
                case Fault.LostAnswer:
                    Act(there, _ => Fail(back));
                    break;
                case Fault.Silence:
                    Fail(s_timeout);
                    break;
                case Fault.SilenceAfter:
                    Act(there, _ => { });
                    Fail(s_timeout);
                    break;
                case Fault.LateAct:
                    Act(table._rng.Upto(s_late), _ => { });
                    Fail(back);
                    break;
                case Fault.Twice:
                    Act(there, Answer);
                    Act(there + table._rng.Upto(s_late), _ => { });
                    break;
                default:
                    Act(there, Answer);
                    break;
            }

            return answer.Task;

            void Act(TimeSpan delay, Action<T> then) => table._scheduler.After(delay, null, () => then(act()));

            void Fail(TimeSpan delay) =>
                table._scheduler.After(delay, process, () => answer.TrySetException(new TableUnavailableException("no answer")));

            void Answer(T value)
            {
                if (isWrite && _writes++ == pausedAt)
                {
                    table._trace?.Invoke($"{process.Name} is paused for {pause.TotalSeconds:0} s");
                    process.PausedUntil = table._scheduler.Elapsed + pause;
                }

                table._scheduler.After(back, process, () => answer.TrySetResult(value));
            }
        }
    }
}
