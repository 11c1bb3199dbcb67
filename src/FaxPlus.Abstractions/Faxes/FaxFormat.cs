namespace FaxPlus;

/// <summary>The file formats in which the service gives out a fax (API reference 3.4).</summary>
public enum FaxFormat
{
    /// <summary>PDF.</summary>
    Pdf,

    /// <summary>TIFF.</summary>
    Tiff,
}
