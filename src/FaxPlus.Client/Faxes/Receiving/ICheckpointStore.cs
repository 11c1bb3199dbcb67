using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// Stores the text of a checkpoint between two runs. A store that is not read-only locks the checkpoint against other runs until the store
/// is disposed.
/// </summary>
internal interface ICheckpointStore : IDisposable
{
    /// <summary>Reads the text. Returns null if the checkpoint does not exist yet.</summary>
    /// <exception cref="FaxPlusException">Another run uses the checkpoint.</exception>
    Task<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the text. After a write that was cancelled or has failed, the checkpoint is written again by the next write, or when the
    /// receiver is disposed.
    /// </summary>
    /// <exception cref="FaxPlusException">Another run has taken over the checkpoint.</exception>
    Task WriteAsync(string text, CancellationToken cancellationToken);

    /// <summary>Checks that no other run has taken over the checkpoint.</summary>
    /// <exception cref="FaxPlusException">Another run has taken over the checkpoint.</exception>
    Task HoldAsync(CancellationToken cancellationToken);
}
