using System;
using System.IO;
using System.Linq;
using System.Text;

namespace FaxPlus.Client.Tests.Support;

/// <summary>A temporary folder for one test.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faxplus-client-tests-");

    public string FullName => _folder.FullName;

    /// <summary>The names of all entries in the folder, including hidden files.</summary>
    public string[] Names =>
        [.. _folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }).Select(item => item.Name)
        .Order(StringComparer.Ordinal)];

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string File(string name, byte[]? content = null)
    {
        string path = Path(name);
        System.IO.File.WriteAllBytes(path,
            content ?? Encoding.ASCII.GetBytes($"%PDF-1.4\n% {name.Length}\n1 0 obj\n<< /Type /Page >>\nendobj\n%%EOF\n"));
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
