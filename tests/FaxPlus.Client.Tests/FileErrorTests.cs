using System;
using System.IO;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests;

/// <summary>Tests the errors for local files that cannot be used.</summary>
public class FileErrorTests
{
    private const int Windows = unchecked((int)0x80070000);

    [Theory]
    [InlineData(Windows | 32, "another program has it open", "Close the program")]
    [InlineData(Windows | 33, "another program has it open", "Close the program")]
    [InlineData(Windows | 1175, "another program has it open", "Close the program")]
    [InlineData(Windows | 1224, "another program has it open", "Close the program")]
    [InlineData(11, "another program has it open", "Close the program")]
    [InlineData(Windows | 112, "the words of the system", "Free space")]
    [InlineData(28, "the words of the system", "Free space")]
    [InlineData(122, "the words of the system", "Free space")]
    [InlineData(Windows | 19, "the words of the system", "write-protected")]
    [InlineData(30, "the words of the system", "write-protected")]
    [InlineData(Windows | 123, "the words of the system", "another name")]
    [InlineData(Windows | 53, "the words of the system", "share")]
    [InlineData(Windows | 206, "the words of the system", "shorter")]
    [InlineData(5, "the words of the system", "its disk")]
    public void The_advice_depends_on_the_cause(int code, string reason, string advice)
    {
        FaxPlusException error = FileError.Make("'a.pdf' cannot be written", "a.pdf", new IOException("The words of the system.", code));

        Assert.Equal(FaxPlusErrorKind.FileRejected, error.Kind);
        Assert.StartsWith("'a.pdf' cannot be written: ", error.Message);
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(advice, error.RecommendedAction);
        Assert.Equal(advice == "Free space", error.RecommendedAction!.Contains("space", StringComparison.Ordinal));
    }

    [Fact]
    public void The_advice_depends_on_the_exceptions_of_the_framework()
    {
        Assert.Contains("shorter", Advice(new PathTooLongException()));
        Assert.Contains("Check the path", Advice(new DirectoryNotFoundException()));
        Assert.Contains("Create the folder", Advice(new DirectoryNotFoundException(), isWriting: true));
        Assert.Contains("permissions", Advice(new UnauthorizedAccessException()));

        static string Advice(Exception cause, bool isWriting = false) =>
            FileError.Make("'a.pdf' cannot be used", "a.pdf", cause, isWriting).RecommendedAction!;
    }

    [Fact]
    public void A_read_only_file_is_distinguished_from_missing_permissions()
    {
        using var folder = new Folder();
        string path = folder.File("report.html");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            FaxPlusException error =
                FileError.Make($"'{path}' cannot be written", path, new UnauthorizedAccessException("Access is denied."), isWriting: true);

            Assert.Contains("read-only", error.Message);
            Assert.Contains("read-only", error.RecommendedAction);
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    [Theory]
    [InlineData("CON.pdf", "device")]
    [InlineData(@"C:\faxes\con", "device")]
    [InlineData("NUL", "device")]
    [InlineData("nul .pdf", "device")]
    [InlineData("COM1.tar.pdf", "device")]
    [InlineData("LPT9.pdf", "device")]
    [InlineData("COM\u00b9", "device")]
    [InlineData("CONIN$", "device")]
    [InlineData("AUX/fax.pdf", "device")]
    [InlineData(@"\\.\PhysicalDrive0", "device")]
    [InlineData("fax.pdf.", "ends")]
    [InlineData("fax.pdf ", "ends")]
    [InlineData(@"faxes.\fax.pdf", "ends")]
    [InlineData("fax.pdf:stream", "stream")]
    [InlineData(@"C:\faxes\fax.pdf:stream:$DATA", "stream")]
    [InlineData(@".\a:b.pdf", "stream")]
    [InlineData("fax<1>.pdf", "character")]
    [InlineData("fax?.pdf", "character")]
    [InlineData("fax\t.pdf", "character")]
    public void Windows_does_not_accept_the_path_as_a_file(string path, string word) => Assert.Contains(word, WindowsPath.FaultOf(path));

    [Theory]
    [InlineData("fax.pdf")]
    [InlineData(@"C:\faxes\fax [1].pdf")]
    [InlineData("C:fax.pdf")]
    [InlineData(@"..\.\fax.pdf")]
    [InlineData(@"\\server\share$\fax.pdf")]
    [InlineData(@"\\?\C:\faxes\con.pdf")]
    [InlineData("console.pdf")]
    [InlineData("com10.pdf")]
    [InlineData("com0.pdf")]
    [InlineData(".hidden")]
    [InlineData("F\u00e4x \u20ac.pdf")]
    public void Windows_accepts_the_path_as_a_file(string path) => Assert.Null(WindowsPath.FaultOf(path));
}
