using System;

namespace FaxPlus;

/// <summary>A report on faxes as a self-contained HTML page that makes no network requests. An instance is not thread-safe.</summary>
public interface IFaxReport
{
    /// <summary>The number of faxes.</summary>
    int Count { get; }

    /// <summary>The error that ended the collection of faxes, or null. The page shows the error, because faxes may be missing.</summary>
    string? Trouble { get; set; }

    /// <summary>Adds a fax. A second fax with the same id is ignored.</summary>
    void Add(Fax fax);

    /// <summary>Writes the page atomically.</summary>
    /// <exception cref="FaxPlusException">The file already exists, or cannot be written.</exception>
    void Save();
}

/// <summary>The options of a report.</summary>
public sealed class FaxReportOptions
{
    /// <summary>Creates options.</summary>
    public FaxReportOptions(SaveOptions target) => Target = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>The file to which the page is written.</summary>
    public SaveOptions Target { get; }

    /// <summary>The heading of the page.</summary>
    public string Title { get; set; } = "Fax report";

    /// <summary>The time zone in which the page shows times.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;

    /// <summary>The time of the report, which the page shows.</summary>
    public DateTimeOffset MadeAt { get; set; } = DateTimeOffset.UtcNow;
}
