/// Choices that come out the same whatever the width of `Int` is: the standard library draws words of that
/// width, so a seed would give one run natively and another one in a component.
extension RandomNumberGenerator {
    /// A number from 0 to `count` - 1.
    mutating func index(below count: Int) -> Int {
        count <= 1 ? 0 : Int(next(upperBound: UInt64(count)))
    }

    /// Puts `elements` into random order.
    mutating func shuffle<Element>(_ elements: inout [Element]) {
        var remaining = elements.count
        while remaining > 1 {
            let chosen = index(below: remaining)
            remaining -= 1
            elements.swapAt(chosen, remaining)
        }
    }
}
