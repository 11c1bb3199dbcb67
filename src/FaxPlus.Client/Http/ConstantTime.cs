using System.Runtime.CompilerServices;

namespace FaxPlus.Client.Http;

internal static class ConstantTime
{
    /// <summary>Takes as long whatever differs, so that nobody finds out a secret by trying. The length is no secret.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool Equals(string left, string right)
    {
        if (left.Length != right.Length) return false;
        int difference = 0;
        for (int i = 0; i < left.Length; i++) difference |= left[i] ^ right[i];
        return difference == 0;
    }
}
