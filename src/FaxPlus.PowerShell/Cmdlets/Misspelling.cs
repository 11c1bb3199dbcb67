using System;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>Determines whether two names differ by one missing, added or changed letter, or by two swapped adjacent letters.</summary>
internal static class Misspelling
{
    public static bool Is(string given, string name)
    {
        (string left, string right) = (given.ToUpperInvariant(), name.ToUpperInvariant());
        int shorter = Math.Min(left.Length, right.Length);
        int begin = 0, end = 0;
        while (begin < shorter && left[begin] == right[begin]) begin++;
        while (end < shorter - begin && left[left.Length - 1 - end] == right[right.Length - 1 - end]) end++;
        string was = left.Substring(begin, left.Length - begin - end), becomes = right.Substring(begin, right.Length - begin - end);
        return (was.Length, becomes.Length) is (1, 0) or (0, 1) or (1, 1)
            || (was.Length == 2 && becomes.Length == 2 && was[0] == becomes[1] && was[1] == becomes[0]);
    }
}
