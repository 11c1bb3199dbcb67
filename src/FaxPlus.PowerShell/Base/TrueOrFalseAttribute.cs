using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell;

/// <summary>True or false, also as a CSV file has them. PowerShell itself drops without a word what it cannot convert from the column of a row.</summary>
/// <param name="blank">What an empty cell says.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TrueOrFalseAttribute(bool blank) : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        null => blank,
        string text when string.IsNullOrWhiteSpace(text) => blank,
        string text when bool.TryParse(text, out bool value) => value,
        (bool or int or SwitchParameter) and var given => given,
        var other => throw new ArgumentTransformationMetadataException($"'{other}' is neither true nor false. Write True or False."),
    };
}
