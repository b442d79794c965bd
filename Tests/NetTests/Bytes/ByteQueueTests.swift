import Testing

@testable import Net

@Suite("Byte queue")
struct ByteQueueTests {
    @Test("Bytes come out in the order they went in, however they are taken")
    func order() {
        var random = SplitMix(seed: 3)
        var queue = ByteQueue()
        var expected: [UInt8] = []
        var next: UInt8 = 0
        for _ in 0..<20_000 {
            switch Int.random(in: 0...3, using: &random) {
            case 0, 1:
                let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                    next &+= 1
                    return next
                }
                queue.append(bytes[...])
                expected += bytes
            case 2:
                let count = queue.removeFirst(Int.random(in: -1...50, using: &random))
                expected.removeFirst(count)
            default:
                var taken: [UInt8] = Bool.random(using: &random) ? [] : [0]
                let before = taken.count
                let count = queue.move(Int.random(in: -1...90, using: &random), to: &taken)
                #expect(Array(taken.dropFirst(before)) == Array(expected.prefix(count)))
                expected.removeFirst(count)
            }
            if Int.random(in: 0...100, using: &random) == 0 { queue.releaseSpareMemory() }
            #expect(queue.count == expected.count)
            #expect(queue.isEmpty == expected.isEmpty)
            #expect(queue.prefix(5).elementsEqual(expected.prefix(5)))
        }
    }

    @Test("Storage does not grow while the queue is emptied as fast as it is filled")
    func bounded() {
        var queue = ByteQueue()
        let block = [UInt8](repeating: 1, count: 1_000)
        for _ in 0..<10 { queue.append(block[...]) }
        var largest = 0
        for _ in 0..<10_000 {
            queue.append(block[...])
            _ = queue.removeFirst(1_000)
            largest = max(largest, queue.storageByteCount)
        }
        #expect(queue.count == 10_000)
        #expect(largest < 50_000)
    }
}
