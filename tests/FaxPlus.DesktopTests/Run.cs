using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace FaxPlus.Client.Tests;

/// <summary>
/// Discovers and runs the tests of this assembly. For each test, it writes a line with the result, the name and, after a failure, the
/// reason, separated by tabs.
/// </summary>
internal sealed class Run(Func<string, bool> isWanted) : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly List<ITestCase> _found = [];
    private readonly ManualResetEventSlim _done = new();
    private bool _hasFailed;
    private bool _isOver;

    public int Go()
    {
        var framework = new XunitTestFramework(new NullMessageSink());
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(typeof(Run).Assembly));
        discoverer.Find(false, this, new Defaults());
        Await();
        using ITestFrameworkExecutor executor = framework.GetExecutor(typeof(Run).Assembly.GetName());
        executor.RunTests(_found.Where(item => isWanted(item.DisplayName)), this, new Defaults());
        Await();
        return _hasFailed ? 1 : 0;
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (_found)
        {
            // When the program ends, Mono aborts the thread that reported the end. The runner would treat this as an error.
            if (_isOver) return true;
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    _found.Add(found.TestCase);
                    break;
                case ITestPassed passed:
                    Say("passed", passed.Test.DisplayName);
                    break;
                case ITestSkipped skipped:
                    Say("skipped", skipped.Test.DisplayName);
                    break;
                case ITestFailed failed:
                    Fail(failed.Test.DisplayName, failed);
                    break;
                case IErrorMessage error:
                    Fail("the run", error);
                    break;
                case ITestCaseCleanupFailure error:
                    Fail(error.TestCase.DisplayName, error);
                    break;
                case ITestClassCleanupFailure error:
                    Fail(error.TestClass.Class.Name, error);
                    break;
                case IDiscoveryCompleteMessage:
                    _done.Set();
                    break;
                case ITestAssemblyFinished:
                    _isOver = true;
                    _done.Set();
                    break;
            }
        }

        return true;
    }

    private static void Say(string end, string name, string why = "") =>
        Console.WriteLine($"{end}\t{name}\t{why.Replace("\r", "").Replace('\n', '|')}");

    private void Fail(string name, IFailureInformation failure)
    {
        _hasFailed = true;
        Say("failed", name, ExceptionUtility.CombineMessages(failure) + "\n" + ExceptionUtility.CombineStackTraces(failure));
    }

    private void Await()
    {
        _done.Wait();
        _done.Reset();
    }

    private sealed class Defaults : LongLivedMarshalByRefObject, ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        // The value is the same as in xunit.runner.json, and is high because the tests mostly wait.
        public TValue GetValue<TValue>(string name) =>
            name == "xunit.execution.MaxParallelThreads" ? (TValue)(object)(2 * Environment.ProcessorCount) : default!;

        public void SetValue<TValue>(string name, TValue value) => throw new NotSupportedException();
    }
}
