namespace System.Runtime.CompilerServices;

/// <summary>The compiler requires this type, which .NET Standard 2.0 does not contain, for properties with <c>init</c>.</summary>
internal static class IsExternalInit;
