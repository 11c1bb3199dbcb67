using System;

namespace FaxPlus.Client.Numbers;

/// <summary>Why a number is refused, as the end of a sentence about it.</summary>
internal sealed class UnreadableNumberException(
    string reason, string? action = null, FaxPlusAdvice advice = FaxPlusAdvice.None) : Exception(reason)
{
    /// <summary>What to do about it.</summary>
    public string Action { get; } = action ?? "Write a plus sign, the country code and the number, such as +14155550123.";

    /// <summary>The setting that the action refers to.</summary>
    public FaxPlusAdvice Advice { get; } = advice;
}
