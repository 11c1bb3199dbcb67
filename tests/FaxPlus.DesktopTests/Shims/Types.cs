// Types of .NET that the tests use and .NET Framework does not have.
namespace System.Collections.Generic
{
    internal sealed class ReferenceEqualityComparer : IEqualityComparer<object>
    {
        private static readonly Func<object, int> s_identity = (Func<object, int>)Delegate.CreateDelegate(typeof(Func<object, int>),
            typeof(object).Assembly.GetType("System.Runtime.CompilerServices.RuntimeHelpers").GetMethod("GetHashCode", [typeof(object)])!);

        public static ReferenceEqualityComparer Instance { get; } = new();

        bool IEqualityComparer<object>.Equals(object x, object y) => ReferenceEquals(x, y);

        // RuntimeHelpers.GetHashCode of the framework, which is hidden by the shim with the same name.
        int IEqualityComparer<object>.GetHashCode(object thing) => s_identity(thing);
    }
}

namespace System.IO
{
    internal sealed class EnumerationOptions
    {
        public FileAttributes AttributesToSkip { get; set; }
    }
}

namespace System.Net.Http
{
    /// <summary>The HTTP handler with which the tests call the emulator. The lifetime of connections is ignored.</summary>
    internal sealed class SocketsHttpHandler : HttpClientHandler
    {
        public TimeSpan PooledConnectionLifetime { get; set; }
    }
}

namespace System.Numerics
{
    internal static class BitOperations
    {
        public static int PopCount(uint value)
        {
            int count = 0;
            for (; value != 0; value &= value - 1) count++;
            return count;
        }
    }
}

namespace System.Threading.Tasks
{
    internal sealed class TaskCompletionSource(TaskCreationOptions options = TaskCreationOptions.None)
    {
        private readonly TaskCompletionSource<bool> _source = new(options);

        public Task Task => _source.Task;

        public void SetResult() => _source.SetResult(true);

        public bool TrySetResult() => _source.TrySetResult(true);
    }
}

namespace FaxPlus.Client.Tests
{
    internal sealed class TcpListener(System.Net.IPAddress address, int port)
        : System.Net.Sockets.TcpListener(address, port), System.IDisposable
    {
        public void Dispose() => Stop();
    }
}
