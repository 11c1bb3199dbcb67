using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>A list without what says nothing: null and blank text, as JSON and the empty cells of a CSV file give them. Null is an empty list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithoutBlanksAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? bare = Bare(inputData);
        return bare is IList list ? list.Cast<object?>().Where(IsGiven).ToArray() : IsGiven(bare) ? inputData! : Array.Empty<object>();
    }

    private static bool IsGiven(object? item) => Bare(item) is object value && (value is not string text || !string.IsNullOrWhiteSpace(text));

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
