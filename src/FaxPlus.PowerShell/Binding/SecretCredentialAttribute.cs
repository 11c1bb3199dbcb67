using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts a credential. Any other value becomes a credential without a password, which the sign-in refuses. PowerShell's own error would
/// show the value, which may be the secret itself.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretCredentialAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is PSCredential credential ? credential : PSCredential.Empty;

    /// <exception cref="FaxPlusException">The credential has no password.</exception>
    public static Secret PasswordOf(PSCredential credential) => credential.Password is { Length: > 0 } password
        ? new Secret(password)
        : throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The credential has no password.")
        {
            RecommendedAction = "Specify a PSCredential, such as the output of Get-Credential or Get-AutomationPSCredential.",
        };
}
