using System;
using System.Collections.Generic;

namespace FaxPlus.Client.Outbox.Shared;

/// <summary>
/// Stores many small byte arrays in a few large blocks, because a million separate arrays would need more memory and more garbage
/// collection time.
/// </summary>
internal sealed class ByteStore
{
    /// <summary>The size of a block in bytes, below the threshold of the large object heap.</summary>
    private const int BlockSize = 64 * 1024;

    private readonly List<byte[]> _blocks = [];
    private readonly List<(int Block, int At, int Length)> _places = [];
    private int _used = BlockSize;
    private int _current = -1;

    /// <summary>Adds an array and returns its index.</summary>
    public int Add(byte[] bytes)
    {
        if (bytes.Length > BlockSize - _used)
        {
            if (bytes.Length > BlockSize / 4)
            {
                // A long array gets its own block. Later arrays still use the current block.
                _blocks.Add((byte[])bytes.Clone());
                _places.Add((_blocks.Count - 1, 0, bytes.Length));
                return _places.Count - 1;
            }

            _current = _blocks.Count;
            _blocks.Add(new byte[BlockSize]);
            _used = 0;
        }

        bytes.CopyTo(_blocks[_current], _used);
        _places.Add((_current, _used, bytes.Length));
        _used += bytes.Length;
        return _places.Count - 1;
    }

    public byte[] Get(int number)
    {
        (int block, int at, int length) = _places[number];
        return _blocks[block].AsSpan(at, length).ToArray();
    }
}
