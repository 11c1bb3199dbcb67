namespace FaxPlus;

/// <summary>An operation that a call requests or may request.</summary>
internal sealed class OperationNeed(FaxPlusOperation? operation, bool isCertain, string? when)
{
    /// <summary>The operation; null if it is known only at run time.</summary>
    public FaxPlusOperation? Operation { get; } = operation;

    /// <summary>Whether every call with these arguments requests the operation, or an alternative to it.</summary>
    public bool IsCertain { get; } = isCertain;

    /// <summary>
    /// The condition under which a call requests the operation, for display, such as "with -Wait"; null if every call requests the
    /// operation.
    /// </summary>
    public string? When { get; } = when;
}
