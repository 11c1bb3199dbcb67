using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Outbox.Journal;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>A violation of a condition that must hold in every schedule.</summary>
internal sealed class ViolationException(string message) : Exception(message)
{
    /// <summary>The violation in a schedule, or null.</summary>
    public static string? Of(Action play)
    {
        try
        {
            play();
            return null;
        }
        catch (ViolationException violation)
        {
            return violation.Message;
        }
    }
}

/// <summary>Executes a plan, and compares the results of the client with the state of the service.</summary>
internal sealed class World
{
    private const string Journal = "/simulated.journal";
    private const int MostEvents = 200_000;

    private static readonly TimeSpan s_longestRun = TimeSpan.FromHours(12);

    private readonly Plan _plan;
    private readonly Rng _rng;
    private readonly Scheduler _scheduler;
    private readonly SimulatedDisk _disk;
    private readonly SimulatedService _service;
    private readonly List<string>? _lines;
    private readonly Action<string>? _trace;
    private readonly Dictionary<string, Said> _said = [];
    private readonly HashSet<(Process Sender, string Document, string Number)> _taken = [];
    private Run _run = new();
    private TimeSpan _lastBegun;
    private string? _violation;

    private World(Plan plan, List<string>? trace)
    {
        _plan = plan;
        _lines = trace;
        // Without a trace, no messages are formatted.
        if (trace is not null) _trace = Trace;
        _rng = new Rng(plan.Seed);
        _scheduler = new Scheduler(new Rng(_rng.Next()));
        _disk = new SimulatedDisk(new Rng(_rng.Next()), _trace);
        _service = new SimulatedService(plan, _scheduler, new Rng(_rng.Next()), _trace) { OnTaken = CheckTaken };
    }

    private enum Said
    {
        Nothing,
        Sent,
        NotSent,
        InDoubt,
    }

    /// <summary>Runs a plan.</summary>
    /// <returns>The violation, or null.</returns>
    public static string? Try(Plan plan, List<string>? trace = null) => ViolationException.Of(() => new World(plan, trace).Play());

    private void Play()
    {
        for (int i = 0; i < _plan.Runs.Count; i++)
        {
            Pause(i);
            Start(i);
        }

        CheckEnd();
    }

    private void Pause(int number)
    {
        TimeSpan left = _plan.Runs[number].Pause;
        foreach (Act act in _plan.Acts.Where(act => act.Run == number && act.InPause is not null).OrderBy(act => act.InPause))
        {
            TimeSpan until = _plan.Runs[number].Pause * (1 - act.InPause!.Value);
            _scheduler.Pass(left - until);
            left = until;
            _service.Do(act);
        }

        _scheduler.Pass(left);
    }

    private void Start(int number)
    {
        _run = _plan.Runs[number];
        _lastBegun = _scheduler.Elapsed;
        _trace?.Invoke($"--- run {number}: {_run}");
        foreach (Act act in _plan.Acts.Where(act => act.Run == number && act.InPause is null))
            _scheduler.After(act.At, null, () => _service.Do(act));

        var process = new Process($"run {number}", _run.ResendsInDoubt);
        using var stop = new CancellationTokenSource();
        string token = _run.OtherAccount ? SimulatedService.OtherAccount : SimulatedService.Account;
        var observer = new Listener(_trace);
        var client = new FaxPlusClient(
            new FaxPlusClientOptions(new Secret(token)) { ApiUri = new Uri("https://fax.example/v3") },
            new ClientPlatform
            {
                Time = _scheduler,
                PrimaryHandler = () => new Network(process, _scheduler, _service, _rng, _run, _plan.Faults, _trace),
                Storage = _disk.For(process, _run.KilledAtDisk, _run.DiskFailsAt),
                Start = work => _scheduler.After(TimeSpan.Zero, process, work),
                Completions = TaskCreationOptions.None,
                Random = _rng.Fraction,
            });

        _scheduler.Current = process;
        IFaxSender sender = client.Observe(observer).Outbox.BeginSending(
            new SendingOptions { Journal = Journal, ResendInDoubt = _run.ResendsInDoubt });
        int next = 0;
        Task all = Task.WhenAll(Enumerable.Range(0, _run.Workers).Select(_ => WorkAsync()));
        _scheduler.Current = null;

        TimeSpan begun = _scheduler.Elapsed;
        for (int events = 0; process.IsAlive && !all.IsCompleted; events++)
        {
            if (events == _run.KilledAt) break;
            if (events >= _run.CancelledAt && process.FrameworkPauses == 0) Within(process, stop.Cancel);
            if (all.IsCompleted) break;
            if (!_scheduler.RunNext()) throw Violation("A run waits for nothing.");
            if (events > MostEvents || _scheduler.Elapsed - begun > s_longestRun) throw Violation("A run does not end.");
            if (_violation is not null) throw Violation(_violation);
        }

        if (process.IsAlive && all.IsCompleted)
        {
            all.GetAwaiter().GetResult();
            // Runs the pending background work, since disposing would wait for it.
            while (_scheduler.RunNext(_scheduler.Elapsed)) { }
            Within(process, sender.Dispose);
            process.End();
        }
        else
        {
            process.End();
            _trace?.Invoke("killed");
            _disk.Crash();
        }

        if (_violation is not null) throw Violation(_violation);

        async Task WorkAsync()
        {
            while (next < _plan.Items.Count)
                await SendAsync(_plan.Items[next++], token, process, observer, sender, stop.Token).ConfigureAwait(false);
        }
    }

    private void Within(Process process, Action action)
    {
        _scheduler.Current = process;
        action();
        _scheduler.Current = null;
    }

    private async Task SendAsync(Item item, string token, Process process, Listener observer, IFaxSender sender, CancellationToken stop)
    {
        string document = Document(item);
        _trace?.Invoke($"{process.Name}: {item.Key} begins");
        var request = new SendRequest
        {
            To = item.AlsoTo is null ? [Spelt(item.Number)] : [Spelt(item.Number), Spelt(item.AlsoTo)],
            From = "+16505550100",
            Key = item.Key,
            Comment = item.Comment,
            FaxId = _plan.SendsAgain ? document : null,
            UploadedFiles = _plan.SendsAgain ? [] : [new UploadedFile { Path = document, Name = item.Key + ".pdf", Length = 1000 }],
        };
        try
        {
            IReadOnlyList<SentFax> receipts = await sender.SendAsync(request, stop).ConfigureAwait(false);
            if (!process.IsAlive) return;
            _trace?.Invoke($"{process.Name}: {item.Key} is sent, {string.Join(", ", receipts.Select(receipt => receipt.OutboxId))}");
            foreach (SentFax receipt in receipts.Where(receipt => receipt.Status != "unconfirmed"))
            {
                if (_service.Count(token, document, SimulatedService.Stored(receipt.To)) == 0 && !observer.Warnings.Any(warning =>
                    warning.Contains(item.Key))) Fail($"{item.Key} to {receipt.To} was reported as sent, but is not at the service.");
            }

            _said[item.Key] = Said.Sent;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _trace?.Invoke($"{process.Name}: {item.Key} is cancelled");
        }
        catch (FaxPlusException error)
        {
            if (!process.IsAlive) return;
            _trace?.Invoke($"{process.Name}: {item.Key}: {error.Kind}: {error.Message}");
            if (error.IsFatal || error.Kind == FaxPlusErrorKind.Conflict) return;
            // If a fax was sent again and the service refused it, the error states that the first attempt is still in doubt.
            if (error.Kind == FaxPlusErrorKind.InDoubt || error.RecommendedAction?.Contains("still in doubt") == true)
            {
                _said[item.Key] = Said.InDoubt;
                return;
            }

            if (_service.Count(token, document, Number(item)) > 0)
                Fail($"{item.Key} was reported as not sent ({error.Kind}), but the service has it.");
            _said[item.Key] = Said.NotSent;
        }
        catch (Exception error) when (process.IsAlive)
        {
            Fail($"{item.Key}: an unexpected {error.GetType().Name}: {error.Message}");
        }
        catch (Exception)
        {
            // Exceptions of a process that has ended are ignored.
        }
    }

    /// <summary>Called when the service accepts a fax of the tested account. The fax must not be a second copy.</summary>
    private void CheckTaken(Sent fax, Process sender)
    {
        // A request of a killed run may arrive during the next run.
        bool isFirstOfRun = _taken.Add((sender, fax.Document, fax.Number));
        bool isAgain = _service.All.Any(other => other.Document == fax.Document && other.Number == fax.Number);
        if (isAgain && !(isFirstOfRun && (sender.ResendsInDoubt || _run.ResendsInDoubt)))
            Fail($"The service is sent {fax.Document} again.");
    }

    private void CheckEnd()
    {
        var process = new Process("the end");
        if (!_disk.For(process).Exists(Journal)) return;
        Dictionary<string, JournalItem> journal = Client.Outbox.Journal.SendJournal.Read(Journal, _disk.For(process))
            .ToDictionary(entry => entry.Key);
        foreach (Item item in _plan.Items)
        {
            Said said = _said.GetValueOrDefault(item.Key);
            bool isThere = _service.All.Any(fax => fax.Document == Document(item, other: false) && fax.Number == Number(item));
            JournalState? state = journal.TryGetValue(item.Key, out JournalItem? entry) ? entry.State : null;
            _trace?.Invoke($"end: {item.Key} is {(isThere ? "there" : "not there")}, said {said}, journal {state}");
            if (state == JournalState.Sent && !isThere && !_plan.Runs.Any(run => run.OtherDocuments))
                throw Violation($"The journal has {item.Key} as sent, and the service does not have it.");
            if (state == JournalState.Failed && isThere) throw Violation($"The journal has {item.Key} as failed, and the service has it.");
            if (said == Said.NotSent && isThere && !_plan.Runs.Any(run => run.OtherAccount))
                throw Violation($"{item.Key} was reported as not sent, but the service has it.");
            if (said is Said.Nothing or Said.NotSent && !isThere && Number(item) != Refused
                && _plan.Runs[^1] is { HasFaults: false, IsRefused: false, KilledAt: null, CancelledAt: null } && !_plan.Runs.Any(run =>
                run.OtherAccount || run.OtherDocuments)) throw Violation($"Nothing is known of {item.Key}, which was not sent.");
            if (said == Said.InDoubt && MustBeKnown(item) is { } why) throw Violation($"{item.Key} is in doubt, though {why}.");
        }
    }

    /// <summary>The reason why the last run must report a definite result for a fax; null if no reason exists.</summary>
    private string? MustBeKnown(Item item)
    {
        Sent? fax = _service.All.FirstOrDefault(fax =>
            fax.Document == Document(item, other: false) && fax.Number == Number(item) && fax.Token == SimulatedService.Account);
        if (fax is null || fax.IsCancelled) return _plan.IsDecidable ? "all that happened was one fault" : null;
        if (fax.Taken + _plan.Hidden <= _lastBegun && _service.IsInOutbox(fax) && fax.Tags.Count > 0)
            return "it is in the outbox with its tag";
        if (_plan.KeepsComments
            && fax.Comment.Contains("#fp-") && fax.RecordComment is null && fax.Left + _plan.Gap <= _lastBegun && _service.IsRecord(fax)
            && !_plan.Acts.Any(act => act.Kind == ActKind.ServiceClockJumps)) return "its record has the mark";
        return _plan.IsDecidable ? "all that happened was one fault" : null;
    }

    private string? Refused => _plan.Refused is null ? null : SimulatedService.Stored(_plan.Refused);

    private static string Number(Item item) => SimulatedService.Stored(item.Number);

    private string Spelt(string number) =>
        _plan.OtherSpelling ? "00" + SimulatedService.Stored(number)[1..] : SimulatedService.Stored(number);

    private string Document(Item item) => Document(item, _run.OtherDocuments);

    private string Document(Item item, bool other) => (_plan.SendsAgain ? "" : "/") + item.Key + (other ? "-other" : "");

    private void Trace(string text) => _lines!.Add($"{_scheduler?.Elapsed.TotalSeconds,10:0.000} {text}");

    private void Fail(string message)
    {
        _trace?.Invoke("VIOLATION: " + message);
        _violation ??= message;
    }

    private ViolationException Violation(string message) => new(message);

    /// <summary>Collects the warnings of a run.</summary>
    private sealed class Listener(Action<string>? trace) : ICallObserver
    {
        public List<string> Warnings { get; } = [];

        public bool IsVerbose => trace is not null;

        public void Verbose(string message) => trace?.Invoke($"  {message}");

        public void Warning(string message) => Warnings.Add(message);

        public void Error(FaxPlusException error)
        {
        }

        public void Progress(CallProgress progress)
        {
        }
    }
}
