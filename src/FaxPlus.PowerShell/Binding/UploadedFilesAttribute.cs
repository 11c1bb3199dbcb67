using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>Accepts uploaded files, or the paths that the service returned for them, such as /storage/….</summary>
internal sealed class UploadedFilesAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Cell.Bare(inputData) is IList items ? items.Cast<object?>().Select(OfPath).ToArray() : OfPath(inputData);

    private static object? OfPath(object? value) =>
        Cell.Bare(value) is string { Length: > 1 } path && path[0] == '/'
            ? new UploadedFile { Path = path, Name = path.Substring(path.LastIndexOf('/') + 1) }
            : value;
}
