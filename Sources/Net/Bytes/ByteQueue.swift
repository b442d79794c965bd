/// Bytes in the order they came, in one array: appended at the end, taken from the front.
///
/// Taking moves no bytes. Appending moves what is left to the front only when at least as much has been taken
/// before, so that every byte is moved at most once on average.
package struct ByteQueue {
    private var storage: [UInt8] = []
    private var head = 0
    package init() {}

    /// The number of bytes in the queue.
    package var count: Int { storage.count - head }

    package var isEmpty: Bool { head == storage.count }

    /// The memory it holds, in bytes.
    package var storageByteCount: Int { storage.capacity }

    package mutating func append(_ bytes: ArraySlice<UInt8>) {
        if isEmpty {
            storage.removeAll(keepingCapacity: true)
            head = 0
        } else if storage.count + bytes.count > storage.capacity, head >= count {
            storage.removeSubrange(0..<head)
            head = 0
        }
        storage.append(contentsOf: bytes)
    }

    /// The first `maximum` bytes, or all if there are fewer. To be let go before the queue is changed, or it
    /// is copied.
    package func prefix(_ maximum: Int) -> ArraySlice<UInt8> {
        storage[head..<head + min(max(0, maximum), count)]
    }

    /// Drops the first `maximum` bytes, or all if there are fewer; returns their number.
    package mutating func removeFirst(_ maximum: Int) -> Int {
        let removed = min(max(0, maximum), count)
        head += removed
        return removed
    }

    /// Appends the first `maximum` bytes to `destination` and drops them; returns their number.
    ///
    /// An empty destination that takes everything trades its storage for the queue's, and nothing is copied.
    package mutating func move(_ maximum: Int, to destination: inout [UInt8]) -> Int {
        let moved = min(max(0, maximum), count)
        if moved == storage.count, destination.isEmpty {
            swap(&storage, &destination)
            return moved
        }
        destination.append(contentsOf: prefix(moved))
        return removeFirst(moved)
    }

    /// Gives the memory back if nothing is in it.
    package mutating func releaseSpareMemory() {
        if isEmpty, storage.capacity > 0 { self = ByteQueue() }
    }
}
