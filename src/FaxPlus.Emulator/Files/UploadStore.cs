using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Emulator;

/// <summary>An uploaded file, stored on disk.</summary>
internal sealed record UploadedFile(string Path, string FileName, string MimeType, string DiskPath, long Length, int Pages)
{
    public bool Is(FaxFormat format) => MimeType.Equals(format.MimeType, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The uploaded files, which are stored on disk to save memory, and deleted when the store is disposed.</summary>
internal sealed class UploadStore : IDisposable
{
    private const string TransientPrefix = "/transient-";
    private const string StoragePrefix = "/storage/";

    private readonly ConcurrentDictionary<string, UploadedFile> _files = new(StringComparer.Ordinal);

    // The directory is created only for the first upload, because many emulators receive no upload.
    private readonly Lazy<DirectoryInfo> _directory = new(() => Directory.CreateTempSubdirectory("faxplus-emulator-"));

    public async Task<UploadedFile> AddAsync(string fileName, string mimeType, Stream content, CancellationToken ct)
    {
        var name = Guid.NewGuid().ToString("N");
        var diskPath = Path.Combine(_directory.Value.FullName, name);
        try
        {
            await using (var file = new FileStream(diskPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true))
            {
                await content.CopyToAsync(file, ct);
            }

            var length = new FileInfo(diskPath).Length;
            if (length == 0) throw ApiException.BadRequest($"The file '{fileName}' is empty.");
            var upload = new UploadedFile(TransientPrefix + name, fileName, mimeType, diskPath, length, Pdf.CountPages(diskPath));
            _files[upload.Path] = upload;
            return upload;
        }
        catch
        {
            File.Delete(diskPath);
            throw;
        }
    }

    /// <summary>
    /// Finds an uploaded file by its path. The service also uses paths below /storage, so the emulator accepts a path of this form for each
    /// upload.
    /// </summary>
    public UploadedFile? Find(string path) =>
        _files.TryGetValue(
            path.StartsWith(StoragePrefix, StringComparison.Ordinal) ? TransientPrefix + path[StoragePrefix.Length..] : path,
            out var file)
            ? file
            : null;

    public void Clear()
    {
        foreach (var path in _files.Keys)
        {
            if (_files.TryRemove(path, out var file)) File.Delete(file.DiskPath);
        }
    }

    public void Dispose()
    {
        _files.Clear();
        if (_directory.IsValueCreated) _directory.Value.Delete(recursive: true);
    }
}
