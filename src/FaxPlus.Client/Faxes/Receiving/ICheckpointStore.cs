using System;
using System.Threading;
using System.Threading.Tasks;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>Keeps the text of a checkpoint between two runs. Unless it only reads, other runs are excluded until it is disposed.</summary>
internal interface ICheckpointStore : IDisposable
{
    /// <summary>Reads the text; null if there is none yet.</summary>
    /// <exception cref="FaxPlusException">Another run uses the checkpoint.</exception>
    Task<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the text. A text whose writing was cancelled or has failed is written by the next call, or at the end.</summary>
    /// <exception cref="FaxPlusException">Another run has taken the checkpoint over.</exception>
    Task WriteAsync(string text, CancellationToken cancellationToken);

    /// <summary>Makes sure that no other run has taken the checkpoint over.</summary>
    /// <exception cref="FaxPlusException">Another run has done so.</exception>
    Task HoldAsync(CancellationToken cancellationToken);
}
