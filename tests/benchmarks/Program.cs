using System;
using System.Threading.Tasks;
using FaxPlus.Benchmarks;

// Without arguments: all benchmarks, as Markdown tables. With arguments: one measured child process.
return args switch
{
    [] => await UploadMemory.RunAsync(),
    ["upload", string uri, string file] => await UploadMemory.UploadAsync(new Uri(uri), file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Run without arguments; the rest is for the benchmark's own child processes.");
    return 2;
}
