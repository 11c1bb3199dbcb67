namespace FaxPlus.PowerShell.Sessions;

/// <summary>Marks a command that signs in and creates a session of type <typeparamref name="T"/>.</summary>
internal interface ISignInCommand<T>
    where T : class;
