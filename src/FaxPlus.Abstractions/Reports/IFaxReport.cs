using System;

namespace FaxPlus;

/// <summary>A report on faxes: one HTML page that stands alone and asks nothing of the network. Not for several threads at a time.</summary>
public interface IFaxReport
{
    /// <summary>How many faxes it has.</summary>
    int Count { get; }

    /// <summary>What went wrong while the faxes were collected, so that some may be missing: the page says it. Null where nothing did.</summary>
    string? Trouble { get; set; }

    /// <summary>Takes in a fax. One whose id it has already changes nothing.</summary>
    void Add(Fax fax);

    /// <summary>Writes the page. It appears under its name when it is whole.</summary>
    /// <exception cref="FaxPlusException">The file is there already, or cannot be written.</exception>
    void Save();
}

/// <summary>What a report is to be.</summary>
public sealed class FaxReportOptions
{
    /// <summary>Names the target.</summary>
    public FaxReportOptions(SaveOptions target) => Target = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>The file to write.</summary>
    public SaveOptions Target { get; }

    /// <summary>The heading of the page.</summary>
    public string Title { get; set; } = "Fax report";

    /// <summary>The zone whose times and days the page shows.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;

    /// <summary>When the report was made, as the page says it.</summary>
    public DateTimeOffset MadeAt { get; set; } = DateTimeOffset.UtcNow;
}
