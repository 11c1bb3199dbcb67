using System.Management.Automation;
using FaxPlus.PowerShell.Binding;

namespace FaxPlus.PowerShell.Cmdlets;

/// <summary>A cmdlet that reads parameters from the columns of rows, and checks the names of the other columns.</summary>
public abstract class RowCmdlet : SessionCmdlet
{
    private RowColumns? _columns;
    private UnboundRowDiagnostics? _unbound;

    /// <summary>The pipeline object.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public virtual PSObject? Row
    {
        get;
        set
        {
            Rows.Begin(field = value);
            _unbound?.Begin(value);
        }
    }

    private RowValues Rows => field ??= new RowValues(this);

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _columns = new RowColumns(this);
        _unbound = new UnboundRowDiagnostics(this, _columns);
    }

    /// <inheritdoc />
    protected sealed override void ProcessRecord()
    {
        RowValues.End();
        try
        {
            Rows.Check();
            if (!_columns!.Accepts(Row)) return;
            if (this is IMemberCmdlet member && Cell.IsBlank(member.UserId))
            {
                member.UserId = _columns.DefaultOf(nameof(member.UserId), FaxPlusDefaults.Self);
            }
        }
        catch (FaxPlusException exception)
        {
            Fail(Rows.Locate(exception), Row);
            return;
        }

        ProcessItem();
    }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        _unbound!.Explain();
        _columns!.WarnOfBlank();
    }

    /// <summary>Processes the parameters from one pipeline object, or from the command line.</summary>
    private protected abstract void ProcessItem();
}
