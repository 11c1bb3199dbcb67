using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;

namespace FaxPlus.PowerShell.ScopeAnalysis;

/// <summary>
/// Determines which values may be, or contain, a script block that is not written in the analyzed scripts. The caller may pass such a block
/// in a parameter, through the pipeline, or in a variable. PowerShell runs such a value in many places where other values are treated as
/// data.
/// </summary>
internal sealed class OutsideValues(ScriptLibrary library)
{
    // Operators that return only strings, numbers or Booleans, or arrays of these types.
    private static readonly TokenKind[] s_plainOperators =
    [
        TokenKind.Format, TokenKind.Join, TokenKind.Ireplace, TokenKind.Creplace, TokenKind.Isplit, TokenKind.Csplit,
        TokenKind.And, TokenKind.Or, TokenKind.Xor, TokenKind.Is, TokenKind.IsNot, TokenKind.Minus, TokenKind.Divide, TokenKind.Rem,
        TokenKind.DotDot, TokenKind.Band, TokenKind.Bor, TokenKind.Bxor,
    ];

    private readonly OutsideCalls _calls = new(library);

    /// <summary>Whether a value may be, or contain, a script block from outside the scripts.</summary>
    public bool MayBeBlock(ScriptFile file, Ast value) => new Search(this, library).Of(file, value);

    /// <summary>
    /// Whether a value is a script block that is written in the scripts. The calls in such a block are counted where the block is written.
    /// </summary>
    public bool IsOwnBlock(ScriptFile file, Ast value) => value switch
    {
        ScriptBlockExpressionAst => true,
        VariableExpressionAst variable => file.Variables.OnlyValue(variable) is ScriptBlockExpressionAst
            || (file.Variables.Parameters(ScriptVariables.NameOf(variable))
                    .Any(parameter => parameter.StaticType == typeof(System.Management.Automation.ScriptBlock))
                && !MayBeBlock(file, variable)),
        UsingExpressionAst outer => IsOwnBlock(file, outer.SubExpression),
        _ => false,
    };

    /// <summary>Searches the sources of one value for a source outside the scripts. Each source is visited only once.</summary>
    private sealed class Search(OutsideValues values, ScriptLibrary library)
    {
        private readonly HashSet<object> _visited = [];

        public bool Of(ScriptFile file, Ast? ast) => ast switch
        {
            null or ScriptBlockExpressionAst or ConstantExpressionAst or ExpandableStringExpressionAst or TypeExpressionAst => false,
            VariableExpressionAst variable => OfVariable(file, variable),
            ConvertExpressionAst conversion => !KnownValues.IsData(conversion.StaticType) && Of(file, conversion.Child),
            AttributedExpressionAst attributed => Of(file, attributed.Child),
            UsingExpressionAst outer => Of(file, outer.SubExpression),
            UnaryExpressionAst => false,
            BinaryExpressionAst { Operator: TokenKind.As, Right: TypeExpressionAst type }
                when KnownValues.IsData(type.TypeName.GetReflectionType()) => false,
            BinaryExpressionAst binary => !s_plainOperators.Contains(binary.Operator) && (Of(file, binary.Left) || Of(file, binary.Right)),
            InvokeMemberExpressionAst call => OfCall(file, call),
            MemberExpressionAst { Member: StringConstantExpressionAst { Value: "Count" or "Length" } } => false,
            // TargetObject may be the object of a throw statement.
            MemberExpressionAst { Member: StringConstantExpressionAst name } when Is(name.Value, "TargetObject") => true,
            MemberExpressionAst
            {
                Member: StringConstantExpressionAst name,
                Expression: TypeExpressionAst or VariableExpressionAst { VariablePath.UserPath: "this" }
            } => OfProperty(name.Value),
            MemberExpressionAst member => Of(file, member.Expression),
            IndexExpressionAst item => Of(file, item.Target),
            ArrayLiteralAst several => several.Elements.Any(element => Of(file, element)),
            HashtableAst table => table.KeyValuePairs.Any(pair => Of(file, pair.Item2)),
            ParenExpressionAst { Pipeline: AssignmentStatementAst assignment } => Of(file, assignment.Right),
            ParenExpressionAst parentheses => Of(file, parentheses.Pipeline),
            ArrayExpressionAst array => Of(file, array.SubExpression),
            SubExpressionAst sub => Of(file, sub.SubExpression),
            CommandExpressionAst expression => Of(file, expression.Expression),
            PipelineAst pipeline => Of(file, pipeline.PipelineElements.Last()),
            CommandAst command => OfCommand(file, command),
            AssignmentStatementAst or FunctionDefinitionAst => false,
            ScriptBlockAst block => new[] { block.BeginBlock, block.ProcessBlock, block.EndBlock }
                .Any(part => part is not null && part.Statements.Any(statement => Of(file, statement))),
            StatementBlockAst block => block.Statements.Any(statement => Of(file, statement)),
            ReturnStatementAst result => Of(file, result.Pipeline),
            _ => ast.FindAll(static part => part is VariableExpressionAst, searchNestedScriptBlocks: false).Any(part => Of(file, part)),
        };

        private bool OfProperty(string name) =>
            _visited.Add((_visited, name.ToUpperInvariant()))
                && library.Files.Any(file => file.Values.OfProperty(name).Any(value => Of(file, value)));

        /// <summary>
        /// Whether the output of a command may contain a script block from outside the scripts, because the command returns its arguments
        /// or input, or the output of the code that it runs.
        /// </summary>
        private bool OfCommand(ScriptFile file, CommandAst command)
        {
            ScriptBody[] bodies = [.. library.BodiesOf(file, command)];
            string? name = library.NameOf(file, command);
            if (Is(name, "Get-Variable")) return true;
            if (bodies.Length == 0 && name is not null && !KnownValues.Emits(name))
            {
                return KnownValues.Filters(name)
                    && (Of(file, Before(command))
                        || (Is(name, "Select-Object")
                            && OfBlocks(
                                file, command.FindAll(static part => part is ScriptBlockExpressionAst, searchNestedScriptBlocks: false))));
            }
            return OfInput(file, command)
                || bodies.Any(body => _visited.Add(body.Ast) && Of(body.File, body.Function?.Body ?? body.File.Root));
        }

        /// <summary>
        /// Whether the arguments of a command, the output of its script blocks, or its pipeline input may contain a script block from
        /// outside the scripts.
        /// </summary>
        public bool OfInput(ScriptFile file, CommandAst command) =>
            command.CommandElements.Skip(1).Any(element => Of(file, element is CommandParameterAst named ? named.Argument : element))
            || OfBlocks(file, command.CommandElements)
            || Of(file, Before(command));

        /// <summary>Whether the output of script blocks may contain a script block from outside the scripts.</summary>
        private bool OfBlocks(ScriptFile file, IEnumerable<Ast> parts) =>
            parts.OfType<ScriptBlockExpressionAst>().Any(block => _visited.Add(block) && Of(file, block.ScriptBlock));

        private static CommandBaseAst? Before(CommandAst command) =>
            command.Parent is PipelineAst pipeline
                ? pipeline.PipelineElements.TakeWhile(element => element != command).LastOrDefault()
                : null;

        private bool OfCall(ScriptFile file, InvokeMemberExpressionAst call)
        {
            string? method = (call.Member as StringConstantExpressionAst)?.Value;
            bool takes = method is null
                || Is(method, "new")
                || library.HasMethod(method)
                || (call.Static && call.Expression is TypeExpressionAst type && KnownValues.MayContain(type.TypeName));
            return (!call.Static && (takes || KnownValues.ReturnsElements(method!)) && Of(file, call.Expression))
                || (takes && call.Arguments?.Any(argument => Of(file, argument)) == true);
        }

        private bool OfVariable(ScriptFile file, VariableExpressionAst variable)
        {
            string name = ScriptVariables.NameOf(variable);
            if (variable.VariablePath.IsDriveQualified || KnownValues.IsPlainVariable(name)) return false;
            if (name is "_" || Is(name, "PSItem")) return OfItem(file, variable);
            if (KnownValues.ContainsArguments(name)) return OfArguments(file, Scope(variable, static _ => true));

            ParameterAst? parameter = null;
            Ast scope = Scope(variable, block =>
                (parameter = ParametersOf(block).FirstOrDefault(one => Is(ScriptVariables.NameOf(one.Name), name))) is not null);
            if (parameter is null && !IsAlwaysWritten(file, variable, name)) return true;
            if (!_visited.Add((scope, name.ToUpperInvariant()))) return false;
            if (parameter is not null)
            {
                return !KnownValues.IsData(parameter.StaticType)
                    && (OfArguments(file, scope)
                        || Of(file, parameter.DefaultValue)
                        || file.Values.Of(name).Any(written => Of(file, written.Value)));
            }

            return OfWritten(name);
        }

        /// <summary>
        /// Whether any value that the scripts assign to a variable of this name may contain a script block from outside the scripts.
        /// Parameters of this name count too, because a function can read the parameters of its callers.
        /// </summary>
        private bool OfWritten(string name) => library.Files.Any(file => file.Values.Of(name).Any(written => Of(file, written.Value))
            || file.Variables.Parameters(name)
                .Any(parameter => !KnownValues.IsData(parameter.StaticType) && OfArguments(file, Scope(parameter.Name, static _ => true))));

        /// <summary>
        /// Whether the scripts always assign a variable before using it. Otherwise, the variable may be a variable of the caller.
        /// </summary>
        private bool IsAlwaysWritten(ScriptFile file, VariableExpressionAst variable, string name)
        {
            FunctionDefinitionAst? owner = ScriptFile.OwnerOf(variable);
            WrittenValue[] seen = [.. file.Values.Of(name).Where(written => written.IsVisibleIn(owner))];
            if (seen.Length == 0)
            {
                return library.Files.Any(other => other != file && other.Values.Of(name).Any(written => written.IsVisibleIn(null)));
            }
            if (Array.Exists(seen, written => written.IsScoped || written.Owner != owner)) return true;
            return seen.Select(written => written.Value)
                .Where(value => ScriptFlow.IsBefore(value, variable))
                .Any(value => ScriptFlow.IsCertain(value, variable)
                    || (ScriptFlow.ChoiceAround(value, variable, null) is { } choice
                        && ScriptFlow.Branches(choice)
                            .All(branch => Array.Exists(seen, other => ScriptFlow.Contains(branch, other.Value)))));
        }

        /// <summary>
        /// Whether the current object ($_) may contain a script block from outside the scripts. The object comes from the pipeline, or is
        /// the value of a switch statement.
        /// </summary>
        private bool OfItem(ScriptFile file, VariableExpressionAst variable)
        {
            Ast inner = variable;
            for (Ast? parent = variable.Parent; parent is not null; inner = parent, parent = parent.Parent)
            {
                switch (parent)
                {
                    case CatchClauseAst or TrapStatementAst:
                        return false;
                    case SwitchStatementAst choice when inner != choice.Condition:
                        return Of(file, choice.Condition);
                    case FunctionDefinitionAst or ScriptBlockAst { Parent: null }:
                        return OfArguments(file, parent is FunctionDefinitionAst function ? function.Body : parent);
                    case CommandAst command when inner is ScriptBlockExpressionAst or HashtableAst or ArrayLiteralAst:
                        return _visited.Add((command, "_")) && OfInput(file, command);
                    case InvokeMemberExpressionAst call when inner is ScriptBlockExpressionAst && inner != call.Expression:
                        return Of(file, call.Expression);
                }
            }

            return true;
        }

        /// <summary>
        /// Whether the arguments of a script, a function, a method or a script block may contain a script block from outside the scripts.
        /// </summary>
        private bool OfArguments(ScriptFile file, Ast block)
        {
            if (block.Parent is null
                || (block.Parent is FunctionDefinitionAst { Parent: not FunctionMemberAst } function
                    && ((file.IsStarted && file.IsModule) || file.IdleFunctions.Contains(function))))
            {
                return true;
            }
            return _visited.Add((block, "()")) && values._calls.Of(file, (ScriptBlockAst)block).Any(call => call.Call is CommandAst command
                ? OfInput(call.File, command)
                : ((InvokeMemberExpressionAst)call.Call).Arguments?.Any(argument => Of(call.File, argument)) == true);
        }

        /// <summary>
        /// The innermost script block that contains a variable and meets a condition. The result is the script itself if there is no such
        /// block, or if the variable has a script or global scope.
        /// </summary>
        private static Ast Scope(VariableExpressionAst variable, Func<ScriptBlockAst, bool> isIt)
        {
            Ast parent = variable.Parent;
            bool isOuter = variable.VariablePath.IsScript || variable.VariablePath.IsGlobal;
            while (parent.Parent is not null && (isOuter || parent is not ScriptBlockAst block || !isIt(block))) parent = parent.Parent;
            if (parent is ScriptBlockAst { Parent: null } root) isIt(root);
            return parent;
        }

        private static bool Is(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

        private static IReadOnlyList<ParameterAst> ParametersOf(ScriptBlockAst block) =>
            block.ParamBlock?.Parameters ?? (block.Parent as FunctionDefinitionAst)?.Parameters ?? (IReadOnlyList<ParameterAst>)[];
    }
}
