namespace System.Runtime.CompilerServices;

/// <summary>The compiler needs this type for properties with <c>init</c>; .NET Standard 2.0 does not have it.</summary>
internal static class IsExternalInit;
