using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Accepts any value. A value that is not a session, such as null or a deserialized session from a job, another machine or a file, becomes
/// an unusable session. The error of that session contains the reason, but shows neither the value nor the line of the script, which may
/// contain secrets. The binding error of PowerShell would show both.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiveSessionAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter is a Voipex session.</summary>
    public bool IsVoipex { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null)
        {
            return Unusable(
                "-Session is null, so the variable contains no sign-in.",
                "Check that the sign-in succeeded, and that the variable exists here; in another runspace, use $using:session.");
        }
        Type session = IsVoipex ? typeof(VoipexSession) : typeof(FaxPlusSession);
        if (session.IsInstanceOfType(inputData is PSObject wrapped ? wrapped.BaseObject : inputData)) return inputData;
        if (inputData is not PSObject copy || !copy.TypeNames.Contains("Deserialized." + session.FullName))
        {
            // The message does not contain the value, because it may be the token.
            return Unusable(
                $"The value of -Session is not a sign-in to {(IsVoipex ? "Voipex" : "Fax.Plus")}.",
                $"Specify one session, such as the output of {(IsVoipex ? "Connect-Voipex" : "Connect-FaxPlus")} -PassThru.");
        }

        return Unusable(
            "This session is a copy without the token, because Start-Job, " +
            "Invoke-Command on another machine and Export-Clixml copy sessions without their tokens.",
            $"Run {(IsVoipex ? "Connect-Voipex" : "Connect-FaxPlus")} within the job, with -SecretName, " +
            "-FromEnvironment or a credential; or use Start-ThreadJob or ForEach-Object -Parallel, which use the original session.");
    }

    private object Unusable(string message, string advice)
    {
        var why = new FaxPlusException(FaxPlusErrorKind.NotConnected, message) { RecommendedAction = advice };
        return IsVoipex ? VoipexSession.Unusable(why) : FaxPlusSession.Unusable(why);
    }
}
