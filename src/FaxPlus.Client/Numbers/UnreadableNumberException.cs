using System;

namespace FaxPlus.Client.Numbers;

/// <summary>The exception for a number that cannot be parsed. The message is a clause, such as "it is empty."</summary>
internal sealed class UnreadableNumberException(
    string reason, string? action = null, FaxPlusAdvice advice = FaxPlusAdvice.None) : Exception(reason)
{
    /// <summary>The recommended action.</summary>
    public string Action { get; } = action ?? "Write a plus sign, the country code and the number, such as +14155550123.";

    /// <summary>The setting or operation that the recommended action refers to.</summary>
    public FaxPlusAdvice Advice { get; } = advice;
}
