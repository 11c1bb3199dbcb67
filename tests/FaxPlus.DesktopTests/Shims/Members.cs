using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Tests;

/// <summary>Members of .NET that the tests use and .NET Framework does not have, implemented only as far as the tests need them.</summary>
internal static class Members
{
    private static readonly Random s_random = new();

    extension(File)
    {
        public static Task<byte[]> ReadAllBytesAsync(string path) => Task.FromResult(File.ReadAllBytes(path));

        public static Task<string> ReadAllTextAsync(string path) => Task.FromResult(File.ReadAllText(path));

        public static Task WriteAllBytesAsync(string path, byte[] bytes) => Done(() => File.WriteAllBytes(path, bytes));

        public static Task WriteAllTextAsync(string path, string text) => Done(() => File.WriteAllText(path, text));

        public static Task AppendAllTextAsync(string path, string text) => Done(() => File.AppendAllText(path, text));

        public static Task WriteAllLinesAsync(string path, IEnumerable<string> lines) => Done(() => File.WriteAllLines(path, lines));

        public static void CreateSymbolicLink(string path, string target)
        {
            if (Symlink(target, path) != 0) throw new IOException($"The link {path} cannot be created.");
        }
    }

    extension(Directory)
    {
        public static DirectoryInfo CreateTempSubdirectory(string prefix) =>
            Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), prefix + Guid.NewGuid().ToString("N")));
    }

    extension(DateTimeOffset)
    {
        public static DateTimeOffset UnixEpoch => DateTimeOffset.FromUnixTimeSeconds(0);
    }

    extension(Type type)
    {
        public bool IsByRefLike =>
            type.IsValueType && type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsByRefLikeAttribute");
    }

    extension(Encoding)
    {
        public static Encoding Latin1 => Encoding.GetEncoding("iso-8859-1");
    }

    extension(OperatingSystem)
    {
        public static bool IsWindows() => Path.DirectorySeparatorChar == '\\';

        public static bool IsLinux() =>
            System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(System.Runtime.InteropServices.OSPlatform.Linux);
    }

    extension(Convert)
    {
        public static string ToHexString(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "");
    }

    extension(Random)
    {
        public static Random Shared => s_random;
    }

    extension(RandomNumberGenerator)
    {
        public static byte[] GetBytes(int count)
        {
            byte[] bytes = new byte[count];
            using var random = RandomNumberGenerator.Create();
            random.GetBytes(bytes);
            return bytes;
        }
    }

    extension(SHA256)
    {
        public static byte[] HashData(byte[] bytes)
        {
            using var hash = SHA256.Create();
            return hash.ComputeHash(bytes);
        }
    }

    extension(HMACSHA256)
    {
        public static byte[] HashData(byte[] key, byte[] bytes)
        {
            using var hash = new HMACSHA256(key);
            return hash.ComputeHash(bytes);
        }
    }

    extension(Regex)
    {
        public static int Count(string text, string pattern) => Regex.Matches(text, pattern).Count;
    }

    extension(string)
    {
        public static string Join<T>(char separator, IEnumerable<T> parts) => string.Join(separator.ToString(), parts);
    }

    extension(Parallel)
    {
        public static Task ForAsync(int from, int to, ParallelOptions options, Func<int, CancellationToken, ValueTask> body) =>
            Parallel.ForEachAsync(Enumerable.Range(from, to - from), options, body);

        public static async Task ForEachAsync<T>(IEnumerable<T> items, ParallelOptions options, Func<T, CancellationToken, ValueTask> body)
        {
            using var slots = new SemaphoreSlim(options.MaxDegreeOfParallelism);
            await Task.WhenAll(items.Select(async item =>
            {
                await slots.WaitAsync();
                try
                {
                    await Task.Run(async () => await body(item, CancellationToken.None));
                }
                finally
                {
                    slots.Release();
                }
            }));
        }
    }

    public static IEnumerable<T> Order<T>(this IEnumerable<T> items, IComparer<T>? comparer = null) =>
        items.OrderBy(item => item, comparer);

    public static IEnumerable<T> OrderDescending<T>(this IEnumerable<T> items) => items.OrderByDescending(item => item);

    public static IEnumerable<T> SkipLast<T>(this T[] items, int count) => items.Take(items.Length - count);

    public static IEnumerable<T> Reverse<T>(this T[] items) => Enumerable.Reverse(items);

    public static IEnumerable<T> Select<T>(this MatchCollection matches, Func<Match, T> selector) => matches.Cast<Match>().Select(selector);

    public static void Deconstruct<TKey, TValue>(this KeyValuePair<TKey, TValue> pair, out TKey key, out TValue value) =>
        (key, value) = (pair.Key, pair.Value);

    public static bool TryPop<T>(this Stack<T> stack, out T top)
    {
        bool has = stack.Count > 0;
        top = has ? stack.Pop() : default!;
        return has;
    }

    public static string Replace(this string text, string old, string by, StringComparison comparison) =>
        comparison == StringComparison.Ordinal ? text.Replace(old, by) : throw new NotSupportedException();

    public static bool Contains(this string text, char character) => text.IndexOf(character) >= 0;

    public static bool Contains(this string text, string part, StringComparison comparison) => text.IndexOf(part, comparison) >= 0;

    public static bool StartsWith(this string text, char character) => text.Length > 0 && text[0] == character;

    public static bool EndsWith(this string text, char character) => text.Length > 0 && text[^1] == character;

    public static string[] Split(this string text, char separator, StringSplitOptions options) => text.Split([separator], options);

    public static string[] Split(this string text, string separator) => text.Split([separator], StringSplitOptions.None);

    public static string[] Split(this string text, string separator, int count) => text.Split([separator], count, StringSplitOptions.None);

    public static IEnumerable<FileSystemInfo> EnumerateFileSystemInfos(this DirectoryInfo folder, string pattern,
        EnumerationOptions options) =>
        folder.EnumerateFileSystemInfos(pattern).Where(item => (item.Attributes & options.AttributesToSkip) == 0);

    public static Task WriteAsync(this Stream stream, byte[] bytes, CancellationToken cancellationToken = default) =>
        stream.WriteAsync(bytes, 0, bytes.Length, cancellationToken);

    public static Task<int> ReadAsync(this Stream stream, byte[] buffer, CancellationToken cancellationToken = default) =>
        stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken);

    public static Task<string> ReadToEndAsync(this TextReader reader, CancellationToken cancellationToken) =>
        reader.ReadToEndAsync().WaitAsync(cancellationToken);

    public static Task<string> ReadAsStringAsync(this HttpContent content, CancellationToken cancellationToken) =>
        content.ReadAsStringAsync().WaitAsync(cancellationToken);

    public static Task<string> GetStringAsync(this HttpClient http, string address, CancellationToken cancellationToken) =>
        http.GetStringAsync(address).WaitAsync(cancellationToken);

    public static Task ConnectAsync(this TcpClient client, IPAddress address, int port, CancellationToken cancellationToken) =>
        client.ConnectAsync(address, port).WaitAsync(cancellationToken);

    public static Task<TcpClient> AcceptTcpClientAsync(this TcpListener listener, CancellationToken cancellationToken) =>
        listener.AcceptTcpClientAsync().WaitAsync(cancellationToken);

    public static Task WaitAsync(this Task task, TimeSpan patience) => WaitAsync(Result(task), patience);

    public static Task WaitAsync(this Task task, CancellationToken cancellationToken) => WaitAsync(Result(task), cancellationToken);

    public static async Task<T> WaitAsync<T>(this Task<T> task, TimeSpan patience) =>
        await Task.WhenAny(task, Task.Delay(patience)) == task ? await task : throw new TimeoutException();

    public static async Task<T> WaitAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        await Task.WhenAny(task, Task.Delay(Timeout.Infinite, cancellationToken));
        if (!task.IsCompleted) cancellationToken.ThrowIfCancellationRequested();
        return await task;
    }

    private static async Task<bool> Result(Task task)
    {
        await task;
        return true;
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    [DllImport("libc", EntryPoint = "symlink")]
    private static extern int Symlink(string target, string path);
}
