import HearsayCollections
import Testing

@testable import Net

@Suite("Maps and queues with limits")
struct BoundedMapTests {
    private func at(_ seconds: Int64) -> Instant { .origin + .seconds(seconds) }

    @Test("A queue gives what it was given, in order, and its memory back")
    func fifo() {
        var queue = Fifo<Int>()
        #expect(queue.popFirst() == nil)
        for number in 0..<1_000 { queue.append(number) }
        for number in 0..<900 {
            #expect(queue.first == number)
            #expect(queue.popFirst() == number)
            queue.append(1_000 + number)
        }
        #expect(queue.count == 1_000)
        for number in 900..<1_900 { #expect(queue.popFirst() == number) }
        #expect(queue.isEmpty)
        #expect(queue.popFirst() == nil)
    }

    @Test("A bounded map keeps the newest keys; a new value makes none newer")
    func bounded() {
        var map = BoundedMap<String, Int>(limit: 2)
        map.set(1, for: "a")
        map.set(2, for: "b")
        map.set(3, for: "a")
        #expect(map["a"] == 3)
        map.set(4, for: "c")
        #expect(map["a"] == nil)
        #expect(map["b"] == 2)
        #expect(map.count == 2)
        map.update("b") { $0 += 10 }
        map.update("z") { $0 += 10 }
        #expect(map["b"] == 12)
        #expect(map.remove("b") == 12)
        #expect(map.remove("b") == nil)
        #expect(map.unorderedValues.sorted() == [4])
    }

    @Test("A key that was removed and set again is new")
    func boundedAgain() {
        var map = BoundedMap<String, Int>(limit: 3)
        map.set(1, for: "a")
        map.set(2, for: "b")
        map.remove("a")
        map.set(3, for: "a")
        map.set(4, for: "c")
        #expect(map["a"] == 3)
        #expect(map["b"] == 2)
        map.set(5, for: "d")
        #expect(map["a"] == 3)
        #expect(map["b"] == nil)
    }

    @Test("A bounded map without room keeps nothing", arguments: [0, -1])
    func noRoom(limit: Int) {
        var map = BoundedMap<Int, Int>(limit: limit)
        map.set(1, for: 1)
        #expect(map.count == 0)
        var expiring = ExpiringMap<Int, Int, Instant>(limit: limit)
        expiring.set(1, for: 1, until: at(1))
        #expect(expiring.isEmpty)
    }

    @Test("An expiring map keeps an entry through its deadline")
    func expiry() {
        var map = ExpiringMap<String, Int, Instant>()
        map.set(1, for: "a", until: at(1))
        map.set(2, for: "b", until: at(2))
        map.set(3, for: "c", until: at(3))
        map.removeExpired(before: at(1))
        #expect(map.count == 3)
        var expired: [String] = []
        map.removeExpired(before: at(3)) { expired.append($0) }
        #expect(expired == ["a", "b"])
        #expect(map["c"] == 3)
        #expect(map["a"] == nil)
    }

    @Test("What was removed or set again does not expire in its stead, and is not told twice")
    func setAgain() {
        var map = ExpiringMap<String, Int, Instant>()
        map.set(1, for: "a", until: at(1))
        map.set(1, for: "b", until: at(1))
        map.set(2, for: "a", until: at(5))
        #expect(map.remove("b") == 1)
        var expired: [String] = []
        map.removeExpired(before: at(2)) { expired.append($0) }
        #expect(expired == [])
        #expect(map["a"] == 2)
        map.removeExpired(before: at(6)) { expired.append($0) }
        #expect(expired == ["a"])
    }

    @Test("An expiring map holds no more than its limit, the oldest first")
    func limit() {
        var map = ExpiringMap<Int, Int, Instant>(limit: 3)
        for number in 0..<10 { map.set(number, for: number, until: at(100)) }
        #expect(map.count == 3)
        #expect(map[6] == nil)
        #expect((7...9).allSatisfy { map[$0] == $0 })
        map.update(8) { $0 = 80 }
        map.updateEach { $0 += 1 }
        #expect([map[7], map[8], map[9]] == [8, 81, 10])
    }
}
