using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>PowerShell paths as files of this machine.</summary>
internal static class LocalPaths
{
    /// <summary>The files that a path means, wildcards expanded in the order of their names.</summary>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path)
    {
        // A backtick takes a bracket for what it is.
        if (!WildcardPattern.ContainsWildcardCharacters(path)) return [Literal(cmdlet, WildcardPattern.Unescape(path))];

        Collection<string> found;
        ProviderInfo provider;
        try
        {
            found = cmdlet.GetResolvedProviderPathFromPSPath(path, out provider);
        }
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException)
        {
            throw NotFound(path, exception);
        }

        CheckProvider(provider, path);
        string[] files = [.. found.Where(item => !Directory.Exists(item)).OrderBy(item => item, StringComparer.OrdinalIgnoreCase)];
        if (files.Length > 0) return files;

        // A name such as 'offer [final].pdf' is no pattern when there is a file of that name.
        string literal = Literal(cmdlet, path);
        return File.Exists(literal) ? [literal] : throw NotFound(path, null);
    }

    /// <summary>The file that a path means as it is written.</summary>
    public static string Literal(PSCmdlet cmdlet, string path)
    {
        try
        {
            string file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            CheckProvider(provider, path);
            return file;
        }
        catch (Exception exception) when (exception is ItemNotFoundException or System.Management.Automation.DriveNotFoundException)
        {
            throw NotFound(path, exception);
        }
    }

    /// <summary>The file as Get-Item gives it, with what PowerShell's views and path parameters expect of it.</summary>
    public static PSObject Item(PSCmdlet cmdlet, string file) => cmdlet.InvokeProvider.Item.Get([file], force: true, literalPath: true)[0];

    private static void CheckProvider(ProviderInfo provider, string path)
    {
        if (provider.Name == "FileSystem") return;
        throw new FaxPlusException(FaxPlusErrorKind.FileRejected, $"'{path}' is not a file: it belongs to the provider {provider.Name}.")
        {
            RecommendedAction = "Name a file of the file system.",
        };
    }

    private static FaxPlusException NotFound(string path, Exception? cause) =>
        new(FaxPlusErrorKind.FileNotFound, $"No file matches '{path}'.", cause)
        {
            RecommendedAction = "Check the path; a relative one counts from the current location.",
        };
}
