using System.Collections.Generic;

namespace FaxPlus.Client.Tests.Desktop;

/// <summary>The client's tests that are not meaningful on Mono, by the beginnings of their names, with the reason.</summary>
internal static class SkippedOnMono
{
    private const string Repeated = "the framework itself makes a read again when a kept connection breaks, so no run fails";

    /// <summary>Tests that are not run.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotRun = new Dictionary<string, string>
    {
        ["Desktop."] = "they are about the files of the set, and this test is one of them",
        ["WireTests."] = "they make certificates by members that .NET Framework does not have",
        ["LibraryTests."] = "they use IAsyncEnumerable and activities, which .NET Framework does not have",
        ["OneExitTests."] = "they read sources",
        ["PrivateFileTests."] = "they look at the modes of files, which .NET Framework does not know",
        ["ServiceProxyTests."] = "they replace the default proxy of HttpClient, which .NET Framework does not have",
        ["JournalMemoryTests."] = "they count bytes, which .NET Framework does not tell",
        ["BulkKillTests."] = "they kill processes of .NET",
        ["ReceivingKillTests."] = "they kill processes of .NET",
        ["JournalFullDiskTests."] = "they limit a process of .NET",
        ["JournalWithoutLocksTests."] = "they take locks from a process of .NET",
        ["Simulation."] = "virtual time and one thread: it says nothing about a runtime, and takes long",
        ["Chaos."] = "they would take longer than all others together",
        ["StoppingTests.Calls_that_are_stopped_while_their_answer_is_read"] = "it would take long: each of a thousand ends a connection",
        ["ReceivingRestartTests.A_run_that_fails_at_any_one_request"] = "it would take long, and ends where " + Repeated,
    };

    /// <summary>Tests that are run and fail because of Mono, not because of the client.</summary>
    public static readonly IReadOnlyDictionary<string, string> Failing = new Dictionary<string, string>
    {
        ["JournalFileTests.Two_runs_on_one_journal_are_refused_also_within_one_process_and_by_another_name"] =
            ".NET Framework cannot tell where a link leads; the second run is refused by the journal's file instead of its lock, in other words",
        ["ReceivingCheckpointTests.A_checkpoint_behind_a_link_is_the_one_that_the_link_leads_to"] =
            ".NET Framework cannot tell where a link leads",
    };
}
