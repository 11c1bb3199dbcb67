using System;
using System.IO;

namespace FaxPlus.Benchmarks;

/// <summary>Creates temporary files of a specified size. Disposing the object deletes the files.</summary>
internal sealed class TestFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faxplus-bench-");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Make(string name, long size)
    {
        using FileStream file = File.Create(Path(name));
        file.SetLength(size);
        return file.Name;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
