using System;
using FaxPlus.Client.Tables;
using Xunit;

namespace FaxPlus.Client.Tests.Shared;

/// <summary>Tests the addresses of journals in tables, and that the secrets of storage accounts are not shown.</summary>
public class TableAddressTests
{
    private static readonly string s_key = Convert.ToBase64String(new byte[64]);

    [Theory]
    [InlineData("https://contoso.table.core.windows.net/faxes#march", "https://contoso.table.core.windows.net/", "contoso", "faxes",
        "march")]
    [InlineData("https://contoso.table.core.windows.net/faxes/#march%202", "https://contoso.table.core.windows.net/", "contoso", "faxes",
        "march 2")]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1/faxes#r", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1", "faxes",
        "r")]
    [InlineData("http://localhost:10002/one/faxes#r", "http://localhost:10002/one", "one", "faxes", "r")]
    public void An_address_contains_account_table_and_run(string text, string endpoint, string account, string table, string run)
    {
        Assert.True(JournalAddress.Is(text));
        var address = TableAddress.Parse(text);
        Assert.Equal((endpoint, account, table, run), (address.Endpoint.AbsoluteUri, address.Account, address.Table, address.Run));
    }

    [Theory]
    [InlineData("https://contoso.table.core.windows.net/faxes?sv=2024&sig=Geheim4711#march")]
    [InlineData("https://contoso.table.core.windows.net/faxes#march?sig=Geheim4711")]
    [InlineData("https://user:Geheim4711@contoso.table.core.windows.net/faxes#march")]
    [InlineData("http://contoso.table.core.windows.net/faxes#march")]
    [InlineData("https://contoso.table.core.windows.net/faxes")]
    [InlineData("https://contoso.table.core.windows.net/#march")]
    [InlineData("https://contoso.table.core.windows.net/a/faxes#march")]
    [InlineData("http://127.0.0.1:10002/faxes#march")]
    [InlineData("https://contoso.table.core.windows.net/faxes#a/b")]
    public void An_invalid_address_is_refused_and_its_secrets_are_not_shown(string text)
    {
        FaxPlusException error = Assert.Throws<FaxPlusException>(() => TableAddress.Parse(text));

        Assert.Equal(FaxPlusErrorKind.BadRequest, error.Kind);
        Assert.DoesNotContain("Geheim4711", error.ToString());
    }

    [Fact]
    public void Secrets_are_distinguished_by_their_format()
    {
        Assert.Equal(s_key, Parse(s_key).Key);
        Assert.Equal("sv=2024&sig=abc%3D", Parse("?sv=2024&sig=abc%3D").Signature);
        Assert.Equal("sv=2024&sig=abc%3D", Parse("https://contoso.table.core.windows.net/?sv=2024&sig=abc%3D").Signature);
        Assert.Equal(s_key, Parse(
            $"DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey={s_key};EndpointSuffix=core.windows.net").Key);
        Assert.Equal("sv=2024&sig=abc",
            Parse("TableEndpoint=https://contoso.table.core.windows.net;SharedAccessSignature=sv=2024&sig=abc").Signature);
        Assert.True(Parse("UseDevelopmentStorage=true").IsEmulator);
    }

    [Theory]
    [InlineData("Geheim4711")]
    [InlineData("AccountName=fabrikam;AccountKey=Geheim4711")]
    [InlineData("https://fabrikam.table.core.windows.net/?sv=2024&sig=Geheim4711")]
    [InlineData("AccountName=contoso;AccountKey=Geheim4711")]
    [InlineData("AccountName=contoso;EndpointSuffix=core.windows.net")]
    public void An_invalid_secret_is_refused_and_not_shown(string text) =>
        Assert.DoesNotContain("Geheim4711", Assert.Throws<FaxPlusException>(() => Parse(text)).ToString());

    private static StorageSecret Parse(string text) => StorageSecret.Parse(new Secret(text), "contoso");
}
