/// Into how many parts a range is cut that differs. Any number is right; these keep 100 differences among
/// 10,000 items to three round trips and 48 KiB.
enum RangeParts {
    /// - Parameter count: The items of the range, more than one.
    static func count(of count: Int) -> Int {
        switch count {
        case ..<5: count
        case ..<33: 4
        case ..<256: 8
        default: 16
        }
    }
}
