using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace FaxPlus.Client.Tests.Support;

/// <summary>Creates hard links on Unix, for which .NET 8 has no API.</summary>
internal static class HardLink
{
    public static void Create(string path, string target)
    {
        if (Link(Encoding.UTF8.GetBytes(target + '\0'), Encoding.UTF8.GetBytes(path + '\0')) != 0)
            throw new IOException($"The hard link '{path}' cannot be created (error {Marshal.GetLastWin32Error()}).");
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] target, byte[] path);
}
