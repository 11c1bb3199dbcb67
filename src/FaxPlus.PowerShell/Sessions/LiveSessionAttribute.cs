using System;
using System.Management.Automation;

namespace FaxPlus.PowerShell.Sessions;

/// <summary>
/// Accepts any value: a value that is not a session, such as null, or the copy of a session from a job, another machine or a file, becomes
/// an unusable session, whose error gives the reason and shows neither the value nor a line with secrets. PowerShell's own error would be
/// that of binding.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LiveSessionAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether it is a session of Voipex.</summary>
    public bool IsVoipex { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null) return Unusable("-Session is null: there is no sign-in in the variable.", "Check that the sign-in succeeded, and that the variable is known here: in another runspace it is $using:session.");
        Type session = IsVoipex ? typeof(VoipexSession) : typeof(FaxPlusSession);
        if (session.IsInstanceOfType(inputData is PSObject wrapped ? wrapped.BaseObject : inputData)) return inputData;
        if (inputData is not PSObject copy || !copy.TypeNames.Contains("Deserialized." + session.FullName))
        {
            // The value may be the token, and is not shown.
            return Unusable($"What was given as -Session is not a sign-in to {(IsVoipex ? "Voipex" : "Fax.Plus")}.", $"Specify one session, as {(IsVoipex ? "Connect-Voipex" : "Connect-FaxPlus")} -PassThru returns it.");
        }

        return Unusable(
            "This session is a copy without the token: a session does not leave its process, and Start-Job, Invoke-Command on another machine and Export-Clixml make copies.",
            $"Run {(IsVoipex ? "Connect-Voipex" : "Connect-FaxPlus")} within the job, with -SecretName, -FromEnvironment or a credential; or use Start-ThreadJob or ForEach-Object -Parallel, which take the session itself.");
    }

    private object Unusable(string message, string advice)
    {
        var why = new FaxPlusException(FaxPlusErrorKind.NotConnected, message) { RecommendedAction = advice };
        return IsVoipex ? VoipexSession.Unusable(why) : FaxPlusSession.Unusable(why);
    }
}
