using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace FaxPlus.Client.IO;

/// <summary>Finds the likely cause of a missing file, such as a file name in another spelling.</summary>
internal static class MissingFile
{
    /// <summary>
    /// Finds a file with the same name in a different Unicode normalization. Returns null unless there is exactly one such file.
    /// </summary>
    public static FileInfo? SameName(FileInfo file)
    {
        string? wanted = Composed(file.Name);
        string[] same = [.. Siblings(file).Where(name => wanted is not null && Composed(name) == wanted)];
        return same.Length == 1 ? new FileInfo(Path.Combine(file.DirectoryName!, same[0])) : null;
    }

    /// <summary>Creates the error for a path that does not exist, with the likely cause.</summary>
    public static FaxPlusException Error(string path, FileInfo file)
    {
        (string advice, bool isMisread) = CauseOf(path, file);
        return new FaxPlusException(FaxPlusErrorKind.FileNotFound, $"The file '{path}' does not exist.")
        {
            RecommendedAction = advice,
            Advice = isMisread ? FaxPlusAdvice.ListEncoding : FaxPlusAdvice.None,
        };
    }

    private static (string Advice, bool IsMisread) CauseOf(string path, FileInfo file)
    {
        const string Check = "Check the path. A relative path is relative to the current location.";
        if (path.FirstOrDefault(IsInvisible) is var unseen and not '\0')
        {
            string code = ((int)unseen).ToString("X4", CultureInfo.InvariantCulture);
            return ($"The path contains the invisible character U+{code}, which dialogs add to copied paths. Remove the character.", false);
        }

        if (file.DirectoryName is string folder && !Directory.Exists(folder))
        {
            return ($"The folder '{folder}' does not exist either. {Check}", false);
        }

        if (Siblings(file).FirstOrDefault(name => IsMeant(file.Name, name)) is not string other)
        {
            return file.Name.IndexOf('\uFFFD') < 0
                ? (Check, false)
                : ("The name lost letters because the list was read with a wrong encoding.", true);
        }

        string given = file.Name.Trim().Trim('"', '\'');
        string found = $"There is a file '{other}':";
        return given == other ? ($"{found} remove the white space or the quotation marks around the name.", false)
            : given.Equals(other, StringComparison.OrdinalIgnoreCase) ? ($"{found} names are case-sensitive on this computer.", false)
            : ($"{found} the name was misspelt, or lost letters because the list was read with a wrong encoding.", true);
    }

    private static bool IsInvisible(char letter) => CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format;

    /// <summary>
    /// Whether a name probably refers to a file, although the name was decoded with a wrong encoding, has extra white space or quotation
    /// marks, or is in another case.
    /// </summary>
    private static bool IsMeant(string read, string name)
    {
        string wanted = Composed(name) ?? name;
        string given = read.Trim().Trim('"', '\'');
        return string.Equals(Composed(given) ?? given, wanted, StringComparison.OrdinalIgnoreCase) || IsMisread(given, wanted);
    }

    private static bool IsMisread(string given, string wanted)
    {
        // If UTF-8 was decoded as a Windows code page, or vice versa, the non-ASCII letters are wrong.
        if (given.Any(static c => c is >= '\u0080' and < '\u0100')
            && Encoding.UTF8.GetString(Encoding.GetEncoding("iso-8859-1").GetBytes(given))
                .Equals(wanted, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return given.Length == wanted.Length
            && given
                .Zip(wanted, static (left, right) => left == right || (left is '\uFFFD' or '?' && right > '\u007F'))
                .All(static same => same);
    }

    /// <summary>Returns the name in composed form; null if the name contains a lone surrogate.</summary>
    private static string? Composed(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string[] Siblings(FileInfo file)
    {
        try
        {
            return Directory.Exists(file.DirectoryName)
                ? [.. Directory.EnumerateFiles(file.DirectoryName!).Select(found => Path.GetFileName(found))]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
