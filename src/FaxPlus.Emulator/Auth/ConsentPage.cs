using System.Linq;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace FaxPlus.Emulator;

/// <summary>Creates the HTML pages of the sign-in.</summary>
internal static class ConsentPage
{
    /// <summary>
    /// Returns the page that asks the user for consent. The buttons send the same request again, with the user's decision.
    /// </summary>
    public static IResult Ask(string client, string scope, IQueryCollection query)
    {
        var hidden = query
            .Where(p => p.Key != "approve")
            .SelectMany(p => p.Value.Select(v => $"""<input type="hidden" name="{Encode(p.Key)}" value="{Encode(v)}">"""));
        return Page("Sign in to Fax.Plus (emulator)", $"""
            <p><strong>{Encode(client)}</strong> asks for access to the account of Ada Example: <code>{Encode(scope)}</code></p>
            <form method="get" action="/login">
            {string.Join("\n", hidden)}
            <button type="submit" id="approve" name="approve" value="1">Approve</button>
            <button type="submit" id="decline" name="approve" value="0">Decline</button>
            </form>
            """, StatusCodes.Status200OK);
    }

    /// <summary>Returns a page that shows why the sign-in is not possible.</summary>
    public static IResult Problem(string text) =>
        Page("Cannot sign in", $"<p>{Encode(text)}</p>", StatusCodes.Status400BadRequest);

    private static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static IResult Page(string title, string content, int status) => Answer.Html($"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{title}</title></head>
        <body>
        <h1>{title}</h1>
        {content}
        </body>
        </html>

        """, status);
}
