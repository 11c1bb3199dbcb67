using System;
using System.Collections.Generic;
using System.Net;
using System.Text;

namespace FaxPlus.Client.Http;

/// <summary>
/// Builds paths and queries, and parses queries. Every value is percent-encoded, including plus signs (API reference 5.6).
/// </summary>
internal static class QueryString
{
    public static string Segment(string value) => Uri.EscapeDataString(value);

    public static string Add(string path, IEnumerable<KeyValuePair<string, string>> query)
    {
        var text = new StringBuilder(path);
        char separator = path.IndexOf('?') < 0 ? '?' : '&';
        foreach (KeyValuePair<string, string> item in query)
        {
            text.Append(separator).Append(Uri.EscapeDataString(item.Key)).Append('=').Append(Uri.EscapeDataString(item.Value));
            separator = '&';
        }

        return text.ToString();
    }

    /// <summary>Returns the decoded parameters of a query. If a name occurs twice, the first value is used.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in query.TrimStart('?').Split(['&'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split(['='], 2);
            string name = WebUtility.UrlDecode(parts[0]);
            if (!parameters.ContainsKey(name)) parameters.Add(name, parts.Length > 1 ? WebUtility.UrlDecode(parts[1]) : "");
        }

        return parameters;
    }
}
