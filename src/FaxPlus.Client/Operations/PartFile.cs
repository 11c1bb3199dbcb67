using System;
using System.IO;

namespace FaxPlus.Client.Operations;

/// <summary>
/// A file that is written beside its target and gets the target's name when it is whole. Disposed before that, it leaves nothing
/// behind.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly bool _overwrite;

    public PartFile(SaveOptions target)
    {
        _target = Path.GetFullPath(target.Path);
        _overwrite = target.Overwrite;
        string folder = Path.GetDirectoryName(_target) ?? "";
        if (Directory.Exists(_target))
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileRejected, $"'{_target}' is a folder; the name of a file is wanted.")
            {
                RecommendedAction = "Name a file in that folder.",
            };
        }

        if (!Directory.Exists(folder))
        {
            throw new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The folder '{folder}' does not exist.")
            {
                RecommendedAction = "Make the folder first, or name another one.",
            };
        }

        if (!_overwrite && File.Exists(_target)) throw Exists();
        // A dot and a suffix of its own: no *.pdf picks up half a fax.
        _temporary = Path.Combine(folder, "." + Guid.NewGuid().ToString("N").Substring(0, 12) + ".faxplus-part");
    }

    /// <summary>The name that it will have, without the folder.</summary>
    public string Name => Path.GetFileName(_target);

    /// <summary>Begins it, also once more.</summary>
    public FileStream Create(int bufferSize)
    {
        try
        {
            return new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize, useAsync: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }

    /// <summary>Gives the file its name.</summary>
    public void Commit()
    {
        try
        {
            if (_overwrite && File.Exists(_target))
            {
                File.Replace(_temporary, _target, null);
            }
            else
            {
                File.Move(_temporary, _target);
            }
        }
        catch (IOException) when (!_overwrite && File.Exists(_target))
        {
            throw Exists();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(exception);
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more than one about tidying up.
        }
    }

    public FaxPlusException NotWritable(Exception cause) => new(FaxPlusErrorKind.FileRejected, $"'{_target}' cannot be written: {cause.Message}", cause)
    {
        RecommendedAction = "Check the free space and the permissions of the folder.",
    };

    private FaxPlusException Exists() => new(FaxPlusErrorKind.Conflict, $"The file '{_target}' is there already.")
    {
        RecommendedAction = "Choose another name, or overwrite it with -Force.",
    };
}
