using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using FaxPlus.Client.IO;

namespace FaxPlus.Client.Tests.Simulation;

/// <summary>A disk in memory. After a crash, it contains the flushed data and a random part of the data that was written later.</summary>
internal sealed class SimulatedDisk(Rng rng, Action<string>? trace)
{
    private readonly Dictionary<string, Data> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Process> _locks = new(StringComparer.Ordinal);

    /// <summary>The disk as seen by a process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="killedAt">The number of the write or flush at which the process is killed.</param>
    /// <param name="failsAt">The number of the write or flush that fails.</param>
    public IStorage For(Process process, int? killedAt = null, int? failsAt = null) => new Storage(this, process, killedAt, failsAt);

    /// <summary>Called when a process has been killed. Data that the process did not flush may be lost.</summary>
    public void Crash()
    {
        foreach (Data file in _files.Values.Where(file => file.Length > file.Durable))
        {
            int kept = file.Durable + rng.Below(file.Length - file.Durable + 1);
            // A sector that was never written contains zeros.
            if (file.Durable > 0 && kept > file.Durable && rng.Chance(0.2)) Array.Clear(file.Bytes, file.Durable, kept - file.Durable);
            trace?.Invoke($"disk: {file.Length} bytes, {file.Durable} of them flushed, {kept} kept");
            file.Length = file.Durable = kept;
        }
    }

    private sealed class Data
    {
        public byte[] Bytes { get; set; } = new byte[4096];

        public int Length { get; set; }

        public int Durable { get; set; }
    }

    private sealed class Storage(SimulatedDisk disk, Process process, int? killedAt, int? failsAt) : IStorage
    {
        private int _operations;

        public string Target(string path) => path;

        public IDisposable? TryLock(string path)
        {
            if (disk._locks.TryGetValue(path, out Process? owner) && owner.IsAlive) return null;
            disk._locks[path] = process;
            return new Lock(disk, path);
        }

        public bool IsLocked(string path) => disk._locks.TryGetValue(path, out Process? owner) && owner.IsAlive;

        public bool Exists(string path) => disk._files.ContainsKey(path);

        public Stream OpenWrite(string path)
        {
            if (!disk._files.TryGetValue(path, out Data? file)) disk._files[path] = file = new Data();
            return new FileStream(this, file, canWrite: true);
        }

        public Stream OpenRead(string path) =>
            disk._files.TryGetValue(path, out Data? file)
                ? new FileStream(this, file, canWrite: false) : throw new FileNotFoundException("There is no such file.", path);

        public void Flush(Stream stream)
        {
            Operate();
            Data file = ((FileStream)stream).File;
            file.Durable = file.Length;
        }

        /// <summary>Called before each operation, at which the process may be killed or the disk may fail.</summary>
        public void Operate()
        {
            if (!process.IsAlive) throw new IOException("The process is dead.");
            int operation = _operations++;
            if (operation == killedAt)
            {
                process.End();
                throw new IOException("The process is dead.");
            }

            if (operation == failsAt) throw new IOException("There is not enough space on the disk.");
        }

        private sealed class Lock(SimulatedDisk disk, string path) : IDisposable
        {
            public void Dispose() => disk._locks.Remove(path);
        }
    }

    private sealed class FileStream(Storage storage, Data file, bool canWrite) : Stream
    {
        public Data File => file;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => canWrite;

        public override long Length => file.Length;

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Max(0, Math.Min(count, file.Length - Position));
            Array.Copy(file.Bytes, Position, buffer, offset, read);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => file.Length + offset };

        public override void SetLength(long value)
        {
            storage.Operate();
            if (value > file.Length) throw new NotSupportedException();
            file.Length = (int)value;
            file.Durable = Math.Min(file.Durable, file.Length);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            storage.Operate();
            int end = (int)Position + count;
            if (end > file.Bytes.Length)
            {
                byte[] larger = new byte[Math.Max(end, file.Bytes.Length * 2)];
                Array.Copy(file.Bytes, larger, file.Length);
                file.Bytes = larger;
            }

            Array.Copy(buffer, offset, file.Bytes, Position, count);
            Position = end;
            file.Length = Math.Max(file.Length, end);
        }
    }
}
