using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Resolves PowerShell paths to files on this machine. A path that matches no file causes an error only for the pipeline item that contains
/// the path.
/// </summary>
internal static class LocalPaths
{
    private const char LastAscii = '\x7F';

    private static readonly string[] s_formats =
    [
        ".csv", ".doc", ".docx", ".htm", ".html", ".jpg", ".json", ".md", ".pdf",
        ".png", ".tif", ".tiff", ".tsv", ".txt", ".xls", ".xlsx", ".xml"
    ];

    /// <summary>
    /// Resolves a journal, which is an address or a file path. An error ends the run, because no fax may be sent without the journal.
    /// </summary>
    public static string Journal(PSCmdlet cmdlet, string journal)
    {
        try
        {
            JournalAddress.Check(journal);
            return JournalAddress.Is(journal) ? journal : Named(cmdlet, journal);
        }
        catch (FaxPlusException exception)
        {
            throw new FaxPlusException(exception) { IsFatal = true };
        }
    }

    /// <summary>
    /// Returns the file with exactly this name, or otherwise all files that match the wildcards in the path, sorted by name.
    /// </summary>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path)) return [Named(cmdlet, path)];

        // If a file or folder with this name exists, such as 'inv[12].pdf', the path is literal. As a pattern, it would match other files.
        string literal = Literal(cmdlet, path);
        if (Exists(literal) || Directory.Exists(literal)) return [literal];

        IEnumerable<string> found = WithProviderName(literal) is { Length: > 0 } matches
            ? matches
            : Matches(cmdlet, InLiteralFolder(path, literal));
        string[] files = [.. found.Where(item => !Directory.Exists(item)).OrderBy(item => item, StringComparer.OrdinalIgnoreCase)];
        return files.Length > 0 ? files : throw NotFound(path, null);
    }

    /// <summary>
    /// Returns the files of a path to send. Refuses a ? if a matching path contains a non-ASCII character. The ? may replace a letter that
    /// was lost when the list was saved, and could match other people's files. On the command line, a pattern that matches only one file is
    /// accepted.
    /// </summary>
    public static IEnumerable<string> ResolveOnce(PSCmdlet cmdlet, string path, bool isOfRow)
    {
        string[] files = [.. Resolve(cmdlet, path)];
        if (!path.Contains('?') || Exists(Literal(cmdlet, path))) return files;
        string[] odd = [.. files.Where(file => file.Any(letter => letter > LastAscii))];
        if (odd.Length == 0 || (!isOfRow && files.Length == 1)) return files;
        string found = odd[0];
        throw new FaxPlusException(
            FaxPlusErrorKind.FileRejected,
            $"The ? in '{path}' may replace a letter that was lost because of a wrong encoding, and " +
            $"matches '{Path.GetFileName(found)}'.")
        {
            RecommendedAction = "Save the list as UTF-8. To specify a wildcard, use * instead of ?.",
        };
    }

    /// <summary>
    /// Resolves a path without wildcards to a file or folder. A backtick escapes a bracket, as in the paths that tab completion inserts.
    /// </summary>
    public static string Named(PSCmdlet cmdlet, string path)
    {
        string unescaped = WildcardPattern.Unescape(path);
        if (unescaped == path) return Literal(cmdlet, path);
        // A file whose name contains the backticks takes precedence.
        string literal = Literal(cmdlet, path);
        return Exists(literal) ? literal : Literal(cmdlet, unescaped);
    }

    /// <summary>Checks that the extension of a file name does not contradict the file format.</summary>
    /// <exception cref="FaxPlusException">The file name has the extension of another format.</exception>
    public static void CheckEnd(string file, string format, params string[] ends)
    {
        string end = Path.GetExtension(file);
        if (!s_formats.Contains(end, StringComparer.OrdinalIgnoreCase) || ends.Contains(end, StringComparer.OrdinalIgnoreCase)) return;
        throw new FaxPlusException(
            FaxPlusErrorKind.BadRequest, $"'{Path.GetFileName(file)}' has the extension {end}, but the file would be {format}.")
        {
            RecommendedAction = $"Choose a name that ends with {ends[0]}.",
        };
    }

    /// <summary>Resolves a literal path to a file or folder.</summary>
    public static string Literal(PSCmdlet cmdlet, string path) =>
        IsNormalized(path) && cmdlet.SessionState.Path.CurrentLocation.Provider.Name == "FileSystem"
            ? path
            : Local(path, () => (
                cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                    Qualify(cmdlet, path, folder => folder), out ProviderInfo provider, out _),
                provider));

    /// <summary>The output of Get-Item for the file, with the properties that PowerShell's views and path parameters expect.</summary>
    public static PSObject Item(PSCmdlet cmdlet, string file) => cmdlet.InvokeProvider.Item.Get([file], force: true, literalPath: true)[0];

    /// <summary>
    /// Whether a file with this name exists. A symbolic link without a target counts, and so does a file whose name differs only in case or
    /// Unicode normalization.
    /// </summary>
    private static bool Exists(string file)
    {
        try
        {
            string wanted = Comparable(Path.GetFileName(file));
            return File.Exists(file)
                || (Path.GetDirectoryName(file) is string folder
                    && Directory.Exists(folder)
                    && Directory.EnumerateFileSystemEntries(folder)
                        .Any(entry => Comparable(Path.GetFileName(entry)) == wanted && !Directory.Exists(entry)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be read, so patterns cannot match files in it either.
            return false;
        }
    }

    private static string Comparable(string name)
    {
        try
        {
            return name.Normalize().ToUpperInvariant();
        }
        catch (ArgumentException)
        {
            // The name contains a lone surrogate.
            return name.ToUpperInvariant();
        }
    }

    /// <summary>
    /// Escapes the folder of a pattern if a folder with exactly this name exists. Without the escape, 'scans[1]/*.pdf' would match files in
    /// 'scans1'.
    /// </summary>
    private static string InLiteralFolder(string path, string literal)
    {
        string? folder = Path.GetDirectoryName(literal);
        int end = path.LastIndexOfAny(['/', '\\']);
        return end > 0 && Directory.Exists(folder) && WildcardPattern.ContainsWildcardCharacters(path.Substring(0, end))
            ? WildcardPattern.Escape(path.Substring(0, end)) + path.Substring(end)
            : path;
    }

    /// <summary>
    /// Returns the files of a pattern if any file name contains '::'. PowerShell interprets the text before '::' as a provider name, and
    /// would return no files.
    /// </summary>
    private static string[] WithProviderName(string pattern)
    {
        string? folder = Path.GetDirectoryName(pattern);
        if (!Directory.Exists(folder)) return [];
        var name = new WildcardPattern(Path.GetFileName(pattern), WildcardOptions.IgnoreCase);
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder).Where(file => name.IsMatch(Path.GetFileName(file)))];
            return files.Any(file => file.Contains("::")) ? files : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or WildcardPatternException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Matches(PSCmdlet cmdlet, string path)
    {
        try
        {
            return Local<IEnumerable<string>>(path, () => (
                cmdlet.GetResolvedProviderPathFromPSPath(Qualify(cmdlet, path, WildcardPattern.Escape), out ProviderInfo provider),
                provider));
        }
        catch (WildcardPatternException)
        {
            // A pattern with an unclosed bracket is invalid, so it matches no file.
            return [];
        }
    }

    /// <summary>
    /// Whether a path is an absolute Unix path that PowerShell would return unchanged. Such a path is not passed to PowerShell, because
    /// PowerShell would read the list of mounted file systems, which takes longer than opening the file.
    /// </summary>
    private static bool IsNormalized(string path) => Path.DirectorySeparatorChar == '/'
        && path.Length > 1
        && path[0] == '/'
        && path[path.Length - 1] is not ('/' or '.')
        && path.IndexOfAny(['\\', ':', '\0']) < 0
        && path.IndexOf("//", StringComparison.Ordinal) < 0
        && path.IndexOf("/.", StringComparison.Ordinal) < 0;

    /// <summary>
    /// Qualifies a path, so that PowerShell resolves the path in the file system. At a location of another provider, such as Env: or Cert:,
    /// PowerShell would append a rooted path to the root of that provider. A relative path after a provider name, such as
    /// FileSystem::letter.pdf, is relative to the current location; PowerShell would use the working directory of the process.
    /// </summary>
    private static string Qualify(PSCmdlet cmdlet, string path, Func<string, string> escape)
    {
        int provider = path.IndexOf("::", StringComparison.Ordinal);
        if (provider > 0)
        {
            string rest = path.Substring(provider + 2);
            bool isRelative = path.Substring(0, provider).Split('\\').Last().Equals("FileSystem", StringComparison.OrdinalIgnoreCase)
                && rest.Length > 0
                && !Path.IsPathRooted(rest);
            return isRelative
                ? path.Substring(0, provider + 2) + escape(cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath) +
                    Path.DirectorySeparatorChar + rest
                : path;
        }

        return path.Length > 0
            && (path[0] == '/' || path.StartsWith(@"\\", StringComparison.Ordinal))
            && cmdlet.SessionState.Path.CurrentLocation.Provider.Name != "FileSystem"
            ? "Microsoft.PowerShell.Core\\FileSystem::" + path
            : path;
    }

    private static T Local<T>(string path, Func<(T Found, ProviderInfo Provider)> resolve)
    {
        if (path.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
        {
            throw Rejected($"'{path}' cannot be a file, because it contains characters that are not allowed in paths.", null);
        }
        try
        {
            (T found, ProviderInfo provider) = resolve();
            return provider.Name == "FileSystem"
                ? found
                : throw Rejected(
                    $"'{path}' is not a file, because it belongs to the provider {provider.Name}. " +
                    "A relative path is relative to the current location.",
                    null);
        }
        catch (System.Management.Automation.DriveNotFoundException exception)
        {
            throw NoDrive(path, exception);
        }
        catch (SessionStateException exception)
        {
            // The provider or item does not exist.
            throw NotFound(path, exception);
        }
        catch (Exception exception)
            when (exception is ArgumentException or NotSupportedException or InvalidOperationException or IOException
                or UnauthorizedAccessException or ProviderInvocationException)
        {
            throw Rejected($"'{path}' cannot be a file: {exception.Message}", exception);
        }
    }

    private static FaxPlusException Rejected(string message, Exception? cause) =>
        new(FaxPlusErrorKind.FileRejected, message, cause)
        {
            RecommendedAction = "Specify a file of the file system.",
        };

    private static FaxPlusException NoDrive(string path, System.Management.Automation.DriveNotFoundException exception)
    {
        // The text before the colon is not a drive name if it contains a dot. The path may then specify an alternate data stream.
        if (exception.ItemName.IndexOf('.') >= 0 && WindowsPath.ErrorOf("./" + path) is FaxPlusException error) return error;
        return new FaxPlusException(
            FaxPlusErrorKind.FileNotFound, $"'{path}' cannot be found, because the drive '{exception.ItemName}' does not exist.", exception)
        {
            RecommendedAction = "Check the path; Get-PSDrive lists the drives. Put ./ before a file name that contains a colon.",
        };
    }

    private static FaxPlusException NotFound(string path, Exception? cause) =>
        new(FaxPlusErrorKind.FileNotFound, $"No file matches '{path}'.", cause)
        {
            RecommendedAction = "Check the path. A relative path is relative to the current location.",
        };
}
