using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace FaxPlus.Client.Http;

/// <summary>Reads the head of an HTTP request from a socket.</summary>
internal static class RequestHead
{
    // The same limit as the default limit of Kestrel for request headers.
    private const int MaxLength = 32 * 1024;

    /// <summary>
    /// Reads the lines before the first empty line. Returns null if the connection ends earlier, or if the head is longer than the limit.
    /// </summary>
    public static async Task<string[]?> ReadAsync(Stream stream)
    {
        byte[] buffer = new byte[MaxLength];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer, length, buffer.Length - length).ConfigureAwait(false);
            if (read == 0) return null;
            length += read;
            string text = Encoding.ASCII.GetString(buffer, 0, length).Replace("\r\n", "\n");
            int end = text.IndexOf("\n\n", System.StringComparison.Ordinal);
            if (end >= 0) return text.Substring(0, end).Split('\n');
        }

        return null;
    }
}
