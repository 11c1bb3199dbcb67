using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// Stores the text of a checkpoint between two runs. Until a store is disposed, it locks the checkpoint against other runs, unless the
/// store is read-only.
/// </summary>
internal interface ICheckpointStore : IDisposable
{
    /// <summary>Reads the text; null if the checkpoint does not exist yet.</summary>
    /// <exception cref="FaxPlusException">Another run uses the checkpoint.</exception>
    Task<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the text. If the write is cancelled or fails, the next write, or disposing the receiver, writes the text.
    /// </summary>
    /// <exception cref="FaxPlusException">Another run has taken over the checkpoint.</exception>
    Task WriteAsync(string text, CancellationToken cancellationToken);

    /// <summary>Checks that no other run has taken over the checkpoint.</summary>
    /// <exception cref="FaxPlusException">Another run has taken over the checkpoint.</exception>
    Task HoldAsync(CancellationToken cancellationToken);
}
