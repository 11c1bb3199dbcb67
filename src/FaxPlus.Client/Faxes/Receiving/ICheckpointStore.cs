using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>Keeps the text of a checkpoint between two runs. Unless it is read-only, it excludes other runs until it is disposed.</summary>
internal interface ICheckpointStore : IDisposable
{
    /// <summary>Reads the text; null if there is none yet.</summary>
    /// <exception cref="FaxPlusException">Another run uses the checkpoint.</exception>
    Task<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the text. If the write is cancelled or fails, the text is written by the next call or when the checkpoint is disposed.
    /// </summary>
    /// <exception cref="FaxPlusException">Another run has taken over the checkpoint.</exception>
    Task WriteAsync(string text, CancellationToken cancellationToken);

    /// <summary>Checks that no other run has taken over the checkpoint.</summary>
    /// <exception cref="FaxPlusException">Another run has taken over the checkpoint.</exception>
    Task HoldAsync(CancellationToken cancellationToken);
}
