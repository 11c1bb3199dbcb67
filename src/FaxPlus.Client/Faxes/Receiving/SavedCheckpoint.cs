using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Http;
using FaxPlus.Client.Tables;

namespace FaxPlus.Client.Faxes.Receiving;

/// <summary>
/// The checkpoint of a receiver. A file, a table or the caller stores the checkpoint between two runs. A checkpoint of another service,
/// account, member or category is refused, because faxes could be missed.
/// </summary>
internal sealed class SavedCheckpoint : IDisposable
{
    private static readonly DateTimeOffset s_firstFax = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ReceiveOptions _options;
    private readonly string _service;
    private readonly ICheckpointStore? _store;
    private string? _account;
    private bool _isLoaded;

    public SavedCheckpoint(ApiClient api, FaxPlusClientOptions clientOptions, ReceiveOptions options)
    {
        _options = options;
        _service = clientOptions.ApiUri.AbsoluteUri.TrimEnd('/');
        if (options.CheckpointTable is string table)
        {
            // The table is not read here, because a constructor cannot be cancelled.
            _store = OpenTable(TableAddress.Parse(table), api, clientOptions);
        }
        else if (options.CheckpointFile is string path)
        {
            _store = new CheckpointFile(path, locked: !options.Peek);
            try
            {
                LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
            }
            catch
            {
                _store.Dispose();
                throw;
            }
        }
        else if (!string.IsNullOrEmpty(options.State))
        {
            Value = Read(options.State!);
        }
    }

    /// <summary>The checkpoint; null before the first poll of the first run.</summary>
    public Checkpoint? Value { get; private set; }

    /// <summary>Whether the checkpoint must still be saved, because it was changed or just loaded.</summary>
    public bool IsUnsaved { get; set; }

    /// <summary>Whether the checkpoint is stored for a later run.</summary>
    public bool IsKept => _store is not null || _options.State is not null;

    /// <summary>The categories in lower case, sorted, without duplicates.</summary>
    public string[] Categories =>
        [.. _options.Category.Select(word => word.ToLowerInvariant()).Distinct().OrderBy(word => word, StringComparer.Ordinal)];

    public string Text => _options.Peek ? _options.State ?? "" : Value is null ? "" : CheckpointText.Write(Value);

    private string Name => _store is null ? "The state" : $"The checkpoint '{_store}'";

    /// <summary>Reads the checkpoint, unless it has already been read.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded || _store is null) return;
        string? text = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (text is not null) Value = Read(text);
        }
        catch
        {
            _store.Dispose();
            throw;
        }

        IsUnsaved = Value is not null;
        _isLoaded = true;
    }

    /// <summary>Checks that no other run has taken over the checkpoint.</summary>
    public Task HoldAsync(CancellationToken cancellationToken) =>
        _store is null || _options.Peek ? Task.CompletedTask : _store.HoldAsync(cancellationToken);

    /// <summary>
    /// Sets the account of the run. A checkpoint of an older version, which contains no account, is assigned to this account.
    /// </summary>
    /// <exception cref="FaxPlusException">The checkpoint belongs to another account.</exception>
    public void SetAccount(string? account)
    {
        _account = account;
        if (Value is null || Value.Account == account) return;
        if (Value.Account is not null)
        {
            string why = account is null ? "the token may not read its own account" : $"the signed-in account is {account}";
            throw new FaxPlusException(
                FaxPlusErrorKind.Conflict, $"{Name} belongs to the account {Value.Account}, and {why}. The checkpoint was not changed.")
            {
                RecommendedAction = account is null
                    ? $"Use a token with {string.Join(" or ", FaxPlusOperations.GetAccount.Scopes)}."
                    : "Sign in to that account, or use another checkpoint for the signed-in account.",
            };
        }

        Value.Account = account;
        IsUnsaved = true;
    }

    /// <summary>Creates a checkpoint for the options of this receiver, beginning at the specified time.</summary>
    public Checkpoint New(DateTimeOffset from) => new()
    {
        Format = Checkpoint.FormatName,
        Version = Checkpoint.NewestVersion,
        Service = _service,
        Account = _account,
        User = _options.UserId,
        Category = Categories,
        From = from < s_firstFax ? s_firstFax : from,
        Taken = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal),
        Timeless = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal),
        Unmarked = [],
    };

    public void Begin(Checkpoint checkpoint)
    {
        Value = checkpoint;
        IsUnsaved = true;
    }

    /// <summary>Saves the checkpoint. With a file, the returned task is already completed.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        IsUnsaved = true;
        if (_store is not null && !_options.Peek)
        {
            await _store.WriteAsync(CheckpointText.Write(Value!), cancellationToken).ConfigureAwait(false);
        }

        IsUnsaved = false;
    }

    public void Dispose()
    {
        // Errors are ignored. After a failed write, the next run marks some faxes as read again, or receives some faxes again.
        if (IsUnsaved) SaveAsync(CancellationToken.None).Forget();
        _store?.Dispose();
    }

    private CheckpointTable OpenTable(TableAddress address, ApiClient api, FaxPlusClientOptions clientOptions)
    {
        ITable table = api.Platform.Table?.Invoke(address.ToString()) ?? AzureTables.Open(address, _options.CheckpointCredential);
        return new CheckpointTable(table, address.ToString(), _options.Peek, clientOptions.RetryTimeout, api.Platform, api.Observer);
    }

    private Checkpoint Read(string text)
    {
        FaxPlusErrorKind kind = _store is null ? FaxPlusErrorKind.BadRequest : FaxPlusErrorKind.FileRejected;
        Checkpoint checkpoint;
        try
        {
            checkpoint = CheckpointText.Read(text);
        }
        catch (FormatException problem)
        {
            throw new FaxPlusException(kind, $"{Name} {problem.Message}. The checkpoint was not changed.", problem)
            {
                RecommendedAction = "Restore a copy if you have one. Otherwise delete the checkpoint and start at the time from which "
                    + "you need faxes.",
                Advice = FaxPlusAdvice.ReceiveAfter,
            };
        }

        string? other =
            checkpoint.Service != _service ? $"the service at {checkpoint.Service}, not {_service}"
            : checkpoint.User != _options.UserId ? $"the faxes of '{checkpoint.User}', not '{_options.UserId}'"
            : !checkpoint.Category!.SequenceEqual(Categories)
                ? $"the category {string.Join(", ", checkpoint.Category!)}, not {string.Join(", ", Categories)}"
            : null;
        return other is null ? checkpoint : throw new FaxPlusException(kind, $"{Name} belongs to {other}. The checkpoint was not changed.")
        {
            RecommendedAction = "Use a separate checkpoint for each service, member and category.",
        };
    }
}
