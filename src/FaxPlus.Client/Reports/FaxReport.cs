using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Reports;

/// <inheritdoc />
internal sealed class FaxReport : IFaxReport
{
    private const int BufferSize = 64 * 1024;

    private readonly FaxReportOptions _options;
    private readonly FaxStatistics _statistics;
    private readonly List<ReportRow> _rows = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public FaxReport(FaxReportOptions options)
    {
        _options = options;
        _statistics = new FaxStatistics(options.TimeZone);
        // The path of the target is checked now, so that an invalid path causes an error before thousands of faxes are read.
        Target().Dispose();
    }

    public int Count => _rows.Count;

    public string? Trouble { get; set; }

    public void Add(Fax fax)
    {
        if (fax is null) throw new ArgumentNullException(nameof(fax));
        if (fax.Id is { Length: > 0 } id && !_ids.Add(id)) return;
        _statistics.Add(fax);
        _rows.Add(new ReportRow(fax));
    }

    public void Save()
    {
        using AtomicFile target = Target();
        FileStream file = target.Begin(BufferSize);
        try
        {
            new ReportPage(_statistics, [.. _rows.OrderByDescending(row => row.Time)], _options, Trouble).Write(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw target.Failed(exception);
        }

        target.Commit();
    }

    private AtomicFile Target() => new(_options.Target.Path, _options.Target.Overwrite, "report");
}
