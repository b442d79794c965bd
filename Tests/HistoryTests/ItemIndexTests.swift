@testable import History
import Net
import Testing

@Suite("The index of a log")
struct ItemIndexTests {
    @Test("Ranks, items and sums are those of a sorted array, after any insertions and removals")
    func likeAnArray() {
        var random = SimulationRandom(seed: 1)
        var index = ItemIndex()
        var expected: [HistoryItem] = []
        let pool = items(3_000, perSecond: 5, using: &random)
        for step in 0..<12_000 {
            let item = pool[Int.random(in: 0..<pool.count, using: &random)]
            let place = expected.firstIndex { $0 >= item } ?? expected.count
            let isThere = place < expected.count && expected[place] == item
            if step % 3 == 0 {
                #expect(index.remove(item) == isThere)
                if isThere { expected.remove(at: place) }
            } else {
                #expect(index.insert(item) == !isThere)
                if !isThere { expected.insert(item, at: place) }
            }
            guard step % 97 == 0 else { continue }
            index.settle()
            #expect(index.count == expected.count)
            #expect(index.first == expected.first && index.last == expected.last)
            #expect(index.rank(of: item) == expected.firstIndex { $0 >= item } ?? expected.count)
            let low = Int.random(in: 0...expected.count, using: &random)
            let high = Int.random(in: low...expected.count, using: &random)
            #expect(index.items(low..<high) == Array(expected[low..<high]))
            var sum = ItemSum()
            for item in expected[low..<high] { sum.add(item.id) }
            #expect(index.sum(low..<high) == sum)
        }
    }

    @Test("What is appended in order fills its blocks")
    func appended() {
        var random = SimulationRandom(seed: 2)
        var index = index(of: items(2_560, using: &random))
        index.settle()
        #expect(index.count == 2_560)
        #expect(index[2_559] == index.last)
    }
}
