namespace FaxPlus;

/// <summary>The file formats of downloaded faxes (API reference 3.4).</summary>
public enum FaxFormat
{
    /// <summary>PDF.</summary>
    Pdf,

    /// <summary>TIFF.</summary>
    Tiff,
}
