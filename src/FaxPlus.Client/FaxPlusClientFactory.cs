namespace FaxPlus.Client;

/// <summary>Makes clients of the Fax.Plus service. The module finds it by its name.</summary>
public sealed class FaxPlusClientFactory : IFaxPlusClientFactory
{
    /// <inheritdoc />
    public IFaxPlusClient Create(FaxPlusConnection connection) => new FaxPlusClient(connection);
}
