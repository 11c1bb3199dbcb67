using System;
using System.Collections.Generic;
using System.Linq;
using FaxPlus.Client.Http;
using static FaxPlus.Client.Reports.ReportHtml;

namespace FaxPlus.Client.Reports;

/// <summary>Writes the table of faxes, with controls to search and sort the table.</summary>
internal sealed class FaxesSection(ReportHtml html, IReadOnlyList<ReportRow> rows)
{
    /// <summary>The maximum number of faxes in the table if the script does not run.</summary>
    internal const int FirstRows = 50;

    public void Write()
    {
        html.Line("<section aria-labelledby=\"h-faxes\" id=\"faxes\" tabindex=\"-1\">");
        html.Line("<h2 id=\"h-faxes\">Faxes</h2>");
        html.Line("<form id=\"controls\" role=\"search\" hidden>");
        html.Line("<label class=\"wide\">Search <input type=\"search\" id=\"search\" autocomplete=\"off\" "
            + "placeholder=\"number, status, comment, id, date\"></label>");
        html.Line("<label>Direction <select id=\"direction\"><option value=\"\">all</option><option>sent</option>"
            + "<option>received</option></select></label>");
        html.Line("<label>Outcome <select id=\"outcome\"><option value=\"\">all</option>"
            + string.Concat(Outcomes.All.Select(outcome => $"<option value=\"{(int)outcome}\">{outcome.Word()}</option>"))
            + "</select></label>");
        html.Line("<label>Sort by <select id=\"sort\"></select></label>");
        html.Line("<label>Show <select id=\"size\"><option>50</option><option>200</option><option>1000</option>"
            + "<option value=\"0\">all</option></select></label>");
        html.Line("</form>");
        html.Line("<p id=\"state\" role=\"status\">"
            + (rows.Count > FirstRows
                ? $"The newest {FirstRows} of {Count(rows.Count)} faxes. "
                    + "To search and sort the table, enable JavaScript for this page."
                : $"{Count(rows.Count)} {(rows.Count == 1 ? "fax" : "faxes")}")
            + "</p>");
        html.Line("<div class=\"scroll\"><table id=\"table\" role=\"table\">");
        html.Line("<caption>Faxes, newest first</caption>");
        html.Line("<thead role=\"rowgroup\"><tr role=\"row\">"
            + string.Concat(ReportData.Columns.Select(column =>
                $"<th scope=\"col\" role=\"columnheader\"{(ReportData.IsNumber(column) ? " class=\"n\"" : "")}>{column}</th>"))
            + "</tr></thead>");
        html.Line("<tbody role=\"rowgroup\">");
        foreach (ReportRow row in rows.Take(FirstRows)) Row(row);
        html.Line("</tbody></table></div>");
        html.Line("<nav id=\"pager\" aria-label=\"Pages of the table\" hidden><button type=\"button\" id=\"first\">First</button> "
            + "<button type=\"button\" id=\"back\">Back</button> <span id=\"page\"></span> "
            + "<button type=\"button\" id=\"next\">Next</button> <button type=\"button\" id=\"last\">Last</button></nav>");
        html.Line("</section>");
    }

    private void Row(ReportRow row)
    {
        FaxOutcome outcome = Outcomes.Of(row.Status);
        string[] cells =
        [
            row.Time is DateTimeOffset time ? html.Time(time) : "",
            row.Direction,
            Text(row.From),
            Text(row.To),
            row.Pages is int pages ? Count(pages) : "",
            ReportData.Duration(row.Seconds),
            row.Cost is decimal cost ? Amount(cost) : "",
            $"<span class=\"mark {outcome.Style()}\" title=\"{Text(row.Status)}\">{Text(FaxStatus.Describe(row.Status))}</span>",
            Text(row.Comment),
            $"<code>{Text(row.Id)}</code>",
        ];
        html.Line("<tr role=\"row\">"
            + string.Concat(cells.Select((cell, i) =>
                $"<td role=\"cell\" data-label=\"{ReportData.Columns[i]}\""
                + $"{(ReportData.IsNumber(ReportData.Columns[i]) ? " class=\"n\"" : "")}>{cell}</td>"))
            + "</tr>");
    }
}
