using System.Collections.Generic;

namespace FaxPlus.Client.Tests.Desktop;

/// <summary>The client's tests that are skipped or expected to fail on Mono, by the beginnings of their names, with the reasons.</summary>
internal static class SkippedOnMono
{
    private const string Repeated = "the framework itself retries a read request when a reused connection breaks, so no run fails";

    /// <summary>Tests that are not run.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotRun = new Dictionary<string, string>
    {
        ["Desktop."] = "they test the files of the set, and include the test that runs these tests",
        ["WireTests."] = "they create certificates with members that .NET Framework does not have",
        ["LibraryTests."] = "they use IAsyncEnumerable and activities, which .NET Framework does not have",
        ["OneExitTests."] = "they read source files",
        ["PrivateFileTests."] = "they check file modes, which .NET Framework does not support",
        ["ServiceProxyTests."] = "they replace the default proxy of HttpClient, which .NET Framework does not have",
        ["JournalMemoryTests."] = "they count allocated bytes, which .NET Framework does not report",
        ["BulkKillTests."] = "they kill .NET processes",
        ["ReceivingKillTests."] = "they kill .NET processes",
        ["Shared.StorageDeniedTests."] = "they open a table in Azure, which needs PowerShell 7.4 or later",
        ["JournalFullDiskTests."] = "they limit the file size of a .NET process",
        ["JournalWithoutLocksTests."] = "they disable file locking in a .NET process",
        ["Simulation."] = "it uses virtual time and one thread, so the results do not depend on the runtime, and takes a long time",
        ["Chaos."] = "they would take longer than all other tests together",
        ["StoppingTests.Calls_that_are_stopped_while_their_answer_is_read"] =
            "it would take a long time, because each of a thousand calls closes a connection",
        ["ReceivingRestartTests.A_run_that_fails_at_any_one_request"] = "it would not end, because " + Repeated,
    };

    /// <summary>Tests that are run and fail because of Mono, not because of the client.</summary>
    public static readonly IReadOnlyDictionary<string, string> Failing = new Dictionary<string, string>
    {
        ["JournalFileTests.Two_runs_on_one_journal_are_refused_even_within_one_process_and_by_another_name"] =
            ".NET Framework cannot resolve links, so the second run is refused because the journal file, not its lock file, is open, and "
                + "the message differs",
        ["ReceivingCheckpointTests.A_checkpoint_behind_a_link_is_the_target_of_the_link"] =
            ".NET Framework cannot resolve links",
    };
}
