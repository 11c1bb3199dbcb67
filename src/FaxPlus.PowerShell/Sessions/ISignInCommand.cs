namespace FaxPlus.PowerShell.Sessions;

/// <summary>A command that signs in, to a session of this type.</summary>
internal interface ISignInCommand<T>
    where T : class;
