using System.Runtime.CompilerServices;

namespace FaxPlus.Client.Http;

internal static class ConstantTime
{
    /// <summary>
    /// Compares two strings of the same length in constant time, so that the duration does not reveal the contents of a secret. The length
    /// is not secret.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool Equals(string left, string right)
    {
        if (left.Length != right.Length) return false;
        int difference = 0;
        for (int i = 0; i < left.Length; i++) difference |= left[i] ^ right[i];
        return difference == 0;
    }
}
