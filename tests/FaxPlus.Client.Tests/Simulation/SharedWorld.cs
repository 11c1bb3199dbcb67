using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Shared;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>Executes a plan with several workers, and compares their results and the table with the state of the service.</summary>
internal sealed class SharedWorld
{
    private const string Journal = "https://account.table.core.windows.net/faxes#run";
    private const int MostEvents = 300_000;

    private static readonly TimeSpan s_longestRun = TimeSpan.FromHours(12);

    /// <summary>The time after which a search finds a fax, if its requests do not fail.</summary>
    private static readonly TimeSpan s_longestSearch = TimeSpan.FromMinutes(2.5);

    private readonly SharedPlan _plan;
    private readonly Scheduler _scheduler;
    private readonly Rng _rng;
    private readonly SimulatedTable _table;
    private readonly SimulatedService _service;
    private readonly Action<string>? _trace;
    private readonly HashSet<(Process Sender, string Document, string Number)> _taken = [];
    private TimeSpan _lastBegun;
    private int _working;
    private string? _violation;

    private SharedWorld(SharedPlan plan, List<string>? trace)
    {
        _plan = plan;
        if (trace is not null) _trace = text => trace.Add($"{_scheduler?.Elapsed.TotalSeconds,10:0.000} {text}");
        _rng = new Rng(plan.Service.Seed);
        _scheduler = new Scheduler(new Rng(_rng.Next()));
        _table = new SimulatedTable(_scheduler, new Rng(_rng.Next()), plan.TableFaults, _trace);
        _service = new SimulatedService(plan.Service, _scheduler, new Rng(_rng.Next()), _trace) { OnTaken = CheckTaken };
    }

    /// <summary>Runs a plan.</summary>
    /// <returns>The violation, or null.</returns>
    public static string? Try(SharedPlan plan, List<string>? trace = null) =>
        ViolationException.Of(() => new SharedWorld(plan, trace).Play());

    private void Play()
    {
        foreach ((TimeSpan at, Act act) in _plan.Acts) _scheduler.After(at, null, () => _service.Do(act));
        if (_plan.Away is { } away)
        {
            _scheduler.After(away.At, null, () => _table.IsAway = true);
            _scheduler.After(away.At + away.For, null, () => _table.IsAway = false);
        }

        Worker[] first = [.. _plan.Workers.SkipLast(2)];
        _working = first.Length;
        for (int i = 0; i < first.Length; i++)
        {
            (Worker worker, string name) = (first[i], $"worker {i}");
            _scheduler.After(worker.Start, null, () => Start(worker, name));
        }

        RunAll();
        foreach ((Worker worker, int i) in _plan.Workers.TakeLast(2).Select((worker, i) => (worker, i)))
        {
            // The pause is longer than the longest fault of the table.
            _scheduler.Pass(TimeSpan.FromMinutes(10));
            _lastBegun = _scheduler.Elapsed;
            _working = 1;
            Start(worker, $"last {i}");
            RunAll();
        }

        CheckEnd();
    }

    private void RunAll()
    {
        TimeSpan begun = _scheduler.Elapsed;
        for (int events = 0; _working > 0; events++)
        {
            if (!_scheduler.RunNext()) throw new ViolationException("A worker waits, but no event is left.");
            if (events > MostEvents || _scheduler.Elapsed - begun > s_longestRun) throw new ViolationException("A worker does not end.");
            if (_violation is not null) throw new ViolationException(_violation);
        }
    }

    private void Start(Worker worker, string name)
    {
        _trace?.Invoke($"--- {name} begins");
        var process = new Process(name, worker.ResendsInDoubt, worker.HasFaults);
        var stop = new CancellationTokenSource();
        var observer = new Listener(_trace, name);
        ITable table = _table.For(process, worker.PausedAt, worker.PausedFor);
        bool isOver = false, isOpen = false;
        Task? closing = null;
        var client = new FaxPlusClient(
            new FaxPlusClientOptions(new Secret(SimulatedService.Account)) { ApiUri = new Uri("https://fax.example/v3") },
            new ClientPlatform
            {
                Time = _scheduler,
                PrimaryHandler = () =>
                    new Network(process, _scheduler, _service, _rng,
                        new Run { HasFaults = worker.HasFaults, EachSend = worker.EachSend }, _plan.Service.Faults, _trace),
                Table = _ => table,
                Start = work => _scheduler.After(TimeSpan.Zero, process, work),
                Finish = work => closing = work,
                Completions = TaskCreationOptions.None,
                Random = _rng.Fraction,
            });
        IFaxSender sender = client.Observe(observer).Outbox.BeginSending(
            new SendingOptions { Journal = Journal, ResendInDoubt = worker.ResendsInDoubt });
        if (worker.KilledAfter is { } time) _scheduler.After(time, null, () => End("is killed"));
        if (worker.CancelledAfter is { } cancelled) _scheduler.After(cancelled, process, Cancel);
        _scheduler.After(TimeSpan.Zero, process, () => _ = WorkAsync());

        void Cancel()
        {
            // No worker is cancelled during framework delays; see Process.FrameworkPauses.
            if (process.FrameworkPauses > 0) _scheduler.After(TimeSpan.FromMilliseconds(100), process, Cancel);
            else stop.Cancel();
        }

        void End(string why)
        {
            if (isOver) return;
            isOver = true;
            _trace?.Invoke($"{name} {why}");
            process.End();
            _working--;
        }

        async Task WorkAsync()
        {
            int next = 0;
            try
            {
                await Task.WhenAll(Enumerable.Range(0, worker.Calls).Select(async _ =>
                {
                    while (next < _plan.Service.Items.Count)
                    {
                        await SendAsync(RequestOf(_plan.Service.Items[next++], worker.HasOtherNumbers)).ConfigureAwait(false);
                    }
                })).ConfigureAwait(false);
                while (!stop.IsCancellationRequested
                    && await sender.TakePassedOverAsync(waits: true, stop.Token).ConfigureAwait(false) is { Count: > 0 } again)
                {
                    foreach (SendRequest request in again) await SendAsync(request).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (FaxPlusException error) when (error.IsFatal)
            {
                _trace?.Invoke($"{name}: {error.Message}");
            }

            // Disposing waits until the journal is open, so the events that open it must run first. The delay is repeated once, since the
            // worker may be paused during the first delay.
            for (int i = 0; i < 2 && !isOpen; i++)
                await _scheduler.Delay(TimeSpan.FromMinutes(10), CancellationToken.None).ConfigureAwait(false);
            // Disposing also waits for searches that have not started yet.
            for (int i = 0; i == 0 || (i < 100 && process.FrameworkPauses > 0); i++)
                await _scheduler.Delay(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            sender.Dispose();
            if (closing is not null) await Task.WhenAny(closing).ConfigureAwait(false);
            End("has ended");
        }

        async Task SendAsync(SendRequest request)
        {
            try
            {
                IReadOnlyList<SentFax> receipts = await sender.SendAsync(request, stop.Token).ConfigureAwait(false);
                isOpen = true;
                if (receipts.Count > 0) _trace?.Invoke($"{name}: {request.Key} is sent");
                foreach (SentFax receipt in receipts.Where(receipt => receipt.Status != "unconfirmed"))
                {
                    if (Count(request, SimulatedService.Stored(receipt.To)) == 0 && !observer.Warnings.Any(warning => warning.Contains(
                        request.Key!))) Fail($"{request.Key} to {receipt.To} was reported as sent, but is not at the service.");
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (FaxPlusException error)
            {
                // After a fatal error, the next send may open the journal again.
                isOpen = !error.IsFatal;
                _trace?.Invoke($"{name}: {request.Key}: {error.Kind}: {error.Message}");
                if (error.IsFatal || error.Kind is FaxPlusErrorKind.Conflict or FaxPlusErrorKind.InDoubt
                    || error.RecommendedAction?.Contains("still in doubt") == true) return;
                if (Count(request, SimulatedService.Stored(request.To[0])) > 0)
                    Fail($"{request.Key} was reported as not sent ({error.Kind}), but the service has it.");
            }
            catch (Exception error)
            {
                Fail($"{request.Key}: an unexpected {error.GetType().Name}: {error.Message}");
            }
        }
    }

    private int Count(SendRequest request, string number) => _service.Count(SimulatedService.Account, DocumentOf(request.Key!), number);

    private SendRequest RequestOf(Item item, bool hasOtherNumber) => new()
    {
        To = hasOtherNumber ? [SimulatedService.Stored($"{item.Number}9")] : item.AlsoTo is null
            ? [SimulatedService.Stored(item.Number)] : [SimulatedService.Stored(item.Number), SimulatedService.Stored(item.AlsoTo)],
        From = "+16505550100",
        Key = item.Key,
        Comment = item.Comment,
        FaxId = _plan.Service.SendsAgain ? DocumentOf(item.Key) : null,
        UploadedFiles = _plan.Service.SendsAgain
            ? [] : [new UploadedFile { Path = DocumentOf(item.Key), Name = item.Key + ".pdf", Length = 1000 }],
    };

    private string DocumentOf(string key) => (_plan.Service.SendsAgain ? "" : "/") + key;

    /// <summary>
    /// Called when the service accepts a fax of the workers. The fax must not be a second copy, and must not come from a worker that has
    /// lost its items. The service may accept a lost request seconds later, when its worker has been cancelled and has ended. Then another
    /// worker may already have taken over the item, but is still searching for the fax.
    /// </summary>
    private void CheckTaken(Sent fax, Process sender)
    {
        bool isFirstOfRun = _taken.Add((sender, fax.Document, fax.Number));
        Sent[] earlier = [.. _service.All.Where(other => other.Document == fax.Document && other.Number == fax.Number)];
        if (earlier.Length > 0 && !(isFirstOfRun && sender.ResendsInDoubt)) Fail($"The service is sent {fax.Document} again.");
        // A fax in doubt is sent again only if a search after the take-over does not find it.
        else if (!sender.HasFaults && earlier.Any(other =>
            _scheduler.Elapsed - other.Taken > s_longestSearch && _service.IsInOutbox(other) && other.Tags.Count > 0))
        {
            Fail($"The service is sent {fax.Document} again, although the fax is in the outbox with its tag.");
        }

        TableRow? row = _table.Rows.Get(TableEntry.RowKeyOf(ItemHash.Of(fax.Document.TrimStart('/'))));
        if (row is null) Fail($"The service is sent {fax.Document}, which nobody has claimed.");
        else if (TableEntry.WorkerOf(row) != _table.Workers[sender] && !HasEnded(_table.Workers[sender]))
            Fail($"The service is sent {fax.Document} by a worker that has lost it.");
    }

    private bool HasEnded(string worker) => _table.Rows.Get(WorkerLease.Prefix + worker)?.Flag(LeaseColumns.Ended) == true;

    private void CheckEnd()
    {
        Dictionary<string, JournalItem> journal = new TableJournalReader(_table.Rows, Journal, new ClientPlatform { Time = _scheduler })
            .Read(CancellationToken.None).ToDictionary(item => item.Key);
        foreach (Item item in _plan.Service.Items)
        {
            Sent? fax = _service.All.FirstOrDefault(fax =>
                fax.Document == DocumentOf(item.Key) && fax.Number == SimulatedService.Stored(item.Number));
            JournalState? state = journal.TryGetValue(item.Key, out JournalItem? entry) ? entry.State : null;
            _trace?.Invoke($"end: {item.Key} is {(fax is null ? "not " : "")}there, journal {state}");
            if (state is null or JournalState.Sending) throw new ViolationException($"{item.Key} was not finished.");
            if (state == JournalState.Sent && fax is null)
                throw new ViolationException($"The table contains {item.Key} as sent, but the service does not have it.");
            if (state == JournalState.Failed && fax is not null)
                throw new ViolationException($"The table contains {item.Key} as failed, but the service has it.");
            if (state == JournalState.Failed && item.Number != _plan.Service.Refused && item.AlsoTo != _plan.Service.Refused)
                throw new ViolationException($"{item.Key} was not sent again.");
            if (state == JournalState.InDoubt && WhyKnown(fax) is { } why)
                throw new ViolationException($"{item.Key} is in doubt, though {why}.");
        }
    }

    /// <summary>The reason why the last worker must report a definite result for a fax; null if no reason exists.</summary>
    private string? WhyKnown(Sent? fax)
    {
        if (fax is not null && !fax.IsCancelled)
        {
            if (fax.Taken + _plan.Service.Hidden <= _lastBegun && _service.IsInOutbox(fax) && fax.Tags.Count > 0)
                return "it is in the outbox with its tag";
            if (_plan.Service.KeepsComments && fax.Comment.Contains("#fp-")
                && fax.RecordComment is null && fax.Left + _plan.Service.Gap <= _lastBegun && _service.IsRecord(fax)
                && !_plan.Acts.Any(act => act.Act.Kind == ActKind.ServiceClockJumps)) return "its record has the mark";
        }

        return _plan.IsDecidable ? "all that happened were answers of the table that were lost" : null;
    }

    private void Fail(string message)
    {
        _trace?.Invoke("VIOLATION: " + message);
        _violation ??= message;
    }

    private sealed class Listener(Action<string>? trace, string name) : ICallObserver
    {
        public List<string> Warnings { get; } = [];

        public bool IsVerbose => trace is not null;

        public void Verbose(string message) => trace?.Invoke($"  {name}: {message}");

        public void Warning(string message) => Warnings.Add(message);

        public void Error(FaxPlusException error)
        {
        }

        public void Progress(CallProgress progress)
        {
        }
    }
}
