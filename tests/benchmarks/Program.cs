using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using FaxPlus.Benchmarks;

// With the following arguments, the program runs as a child process of the benchmark.
if (args is ["send", string api, string file, string count, string inFlight])
{
    return await BareClient.RunAsync(new Uri(api), file, int.Parse(count, CultureInfo.InvariantCulture),
        int.Parse(inFlight, CultureInfo.InvariantCulture));
}

if (args is ["upload", string uri, string path]) return await Transfers.UploadAsync(new Uri(uri), path);

if (args is ["table-service", string latency])
    return await TableService.RunAsync(TimeSpan.FromMilliseconds(int.Parse(latency, CultureInfo.InvariantCulture)));

const string rowsOption = "--rows=";
int rows = args.FirstOrDefault(argument => argument.StartsWith(rowsOption, StringComparison.Ordinal)) is string given
    ? int.Parse(given[rowsOption.Length..], CultureInfo.InvariantCulture)
    : 0;
Dictionary<string, Func<Page, bool, Task>> parts = new()
{
    ["import"] = Import.RunAsync,
    ["send"] = Sends.RunAsync,
    ["memory"] = RunMemory.RunAsync,
    ["list"] = Listing.RunAsync,
    ["transfer"] = Transfers.RunAsync,
    ["receive"] = Receiving.RunAsync,
    ["growth"] = Growth.RunAsync,
    ["table"] = (page, quick) => SharedRuns.RunAsync(page, quick, rows),
};
bool quick = args.Contains("--quick");
string[] chosen = [.. args.Where(argument => argument != "--quick" && !argument.StartsWith(rowsOption, StringComparison.Ordinal))];
if (chosen.FirstOrDefault(name => !parts.ContainsKey(name)) is string unknown)
{
    Console.Error.WriteLine(
        $"There is no part '{unknown}'. Specify any of {string.Join(", ", parts.Keys)}, or none to run all parts; --quick for fewer runs, "
        + $"{rowsOption}N for the length of the list of the part table.");
    return 2;
}

if (Child.PowerShell is null)
{
    Console.Error.WriteLine("The program pwsh was not found in the folders of PATH.");
    return 1;
}

var page = new Page();
foreach ((string name, Func<Page, bool, Task> run) in parts)
{
    if (chosen.Length == 0 || chosen.Contains(name)) await run(page, quick);
}

Console.WriteLine(page);
return 0;
