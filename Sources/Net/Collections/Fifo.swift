/// A queue on one array: what was taken from the front is given back when it is half of the array.
@frozen
public struct Fifo<Element> {
    @usableFromInline var storage: [Element?] = []
    @usableFromInline var head = 0

    /// An empty queue.
    @inlinable
    public init() {}

    /// How many elements wait.
    @inlinable public var count: Int { storage.count - head }
    /// Whether none does.
    @inlinable public var isEmpty: Bool { head == storage.count }
    /// The next element; nil when there is none.
    @inlinable public var first: Element? { head < storage.count ? storage[head] : nil }

    /// What waits, in order.
    @inlinable public var elements: [Element] { storage[head...].compactMap { $0 } }

    /// Adds an element behind all others.
    @inlinable
    public mutating func append(_ element: Element) {
        storage.append(element)
    }

    /// Takes the next element; nil when there is none.
    @inlinable
    public mutating func popFirst() -> Element? {
        guard head < storage.count else { return nil }
        let element = storage[head]
        storage[head] = nil
        head += 1
        if head == storage.count {
            // A queue that once was long does not keep its memory.
            if storage.capacity > 64 { storage = [] } else { storage.removeAll(keepingCapacity: true) }
            head = 0
        } else if head >= 64, head * 2 >= storage.count {
            storage.removeFirst(head)
            head = 0
        }
        return element
    }
}
