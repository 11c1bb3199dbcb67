using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Binding;

/// <summary>
/// Accepts a credential. Any other value becomes a credential without a password, which is refused at sign-in. PowerShell's own error would
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
        : throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "There is no password in the credential.")
        {
            RecommendedAction = "Specify a PSCredential, as Get-Credential and Get-AutomationPSCredential make it.",
        };
}
