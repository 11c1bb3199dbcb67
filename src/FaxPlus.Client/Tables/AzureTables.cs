using System;
#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
#endif

namespace FaxPlus.Client.Tables;

/// <summary>Opens Azure tables. The Azure packages are loaded when the first table is opened.</summary>
internal static class AzureTables
{
    private const string Variable = "FAXPLUS_JOURNAL_CONNECTION";

    /// <param name="address">The table and its partition.</param>
    /// <param name="secret">
    /// The secret of the storage account; null to use the secret in the environment variable FAXPLUS_JOURNAL_CONNECTION or, if it is not
    /// set, the identity of the machine or user.
    /// </param>
    public static ITable Open(TableAddress address, Secret? secret)
    {
        if (secret is null && Environment.GetEnvironmentVariable(Variable) is string text && !string.IsNullOrWhiteSpace(text))
        {
            secret = new Secret(text);
        }

        StorageSecret? storage = secret is null ? null : StorageSecret.Parse(secret, address.Account);
        if (storage is null && address.Endpoint.Scheme == Uri.UriSchemeHttp)
        {
            throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "The storage emulator accepts only an account key.")
            {
                RecommendedAction = "Specify the connection string of the emulator, such as UseDevelopmentStorage=true.",
                Advice = FaxPlusAdvice.StorageSecret,
                IsFatal = true,
            };
        }

#if NET8_0_OR_GREATER
        return OpenAzure(address, storage);
#else
        throw new FaxPlusException(FaxPlusErrorKind.BadRequest, "A journal or checkpoint in a table needs PowerShell 7.4 or later.")
        {
            RecommendedAction = "Use PowerShell 7.4 or later, or a file.",
            IsFatal = true,
        };
#endif
    }

#if NET8_0_OR_GREATER
    /// <summary>Opens a table. This is a separate method, because JIT-compiling Open would otherwise load the Azure packages.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AzureTable OpenAzure(TableAddress address, StorageSecret? storage) => new(address, storage);
#endif
}
