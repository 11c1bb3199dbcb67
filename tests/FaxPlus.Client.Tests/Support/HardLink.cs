using System.IO;
using System.Runtime.InteropServices;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Makes hard links on Unix; .NET 8 has no member for them.</summary>
internal static class HardLink
{
    public static void Create(string path, string target)
    {
        if (Link(target, path) != 0) throw new IOException($"No hard link '{path}' (error {Marshal.GetLastWin32Error()}).");
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string target, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);
}
