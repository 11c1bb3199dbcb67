using System;
using System.Threading;
using System.Threading.Tasks;
using FaxPlus.Client.Tables;
using FaxPlus.Client.Tests.Support;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests the errors of requests that the storage refuses because of the secret or the identity.</summary>
public class StorageDeniedTests
{
    private static readonly string s_key = Convert.ToBase64String(new byte[64]);

    [Theory]
    [InlineData("AuthorizationPermissionMismatch", "role Storage Table Data Contributor", "read, add and update (rau)")]
    [InlineData("AuthenticationFailed", "has expired", "clock of this machine")]
    [InlineData("AuthorizationFailure", "firewall of the storage account", "read, add and update (rau)")]
    [InlineData("AuthorizationResourceTypeMismatch", "resource types container and object (co)", "read, add and update (rau)")]
    [InlineData("KeyBasedAuthenticationNotPermitted", "accepts no keys", "role Storage Table Data Contributor")]
    [InlineData("AnotherCode", "role Storage Table Data Contributor", "permits reading, adding and updating")]
    public async Task The_error_contains_the_code_of_the_storage_and_the_missing_permission(string code, string cause, string permission)
    {
        string json = $$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"lang":"en-US","value":"MAC {{{{s_key}}}}"}}}""";
        string xml = $"<Error><Code>{code}</Code><Message>MAC {s_key}</Message></Error>";
        foreach ((string body, string type) in new[] { (json, "application/json"), (xml, "application/xml") })
        {
            await using Stub stub = await Stub.StartAsync(context =>
            {
                context.Response.Headers["x-ms-error-code"] = code;
                return Stub.WriteAsync(context, body, 403, type);
            });
            ITable table = AzureTables.Open(TableAddress.Parse($"{stub.BaseUri}account/faxes#run"), new Secret(s_key));

            FaxPlusException error =
                await Failing.WithAsync(FaxPlusErrorKind.Forbidden, () => table.GetAsync("h", CancellationToken.None));

            Assert.Contains($"403 {code}", error.Message, StringComparison.Ordinal);
            Assert.Contains(cause, error.RecommendedAction, StringComparison.Ordinal);
            Assert.Contains(permission, error.RecommendedAction, StringComparison.Ordinal);
            Assert.DoesNotContain(s_key, error.ToString(), StringComparison.Ordinal);
        }
    }
}
