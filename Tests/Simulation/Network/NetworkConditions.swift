/// How the simulated network treats bytes. TCP neither loses nor reorders: what varies is when they come and
/// in what pieces.
public struct NetworkConditions: Sendable {
    /// The shortest and the longest time that a piece is under way.
    public var delay: ClosedRange<Int64> = 1_000_000...1_000_000
    /// The least and the most bytes in a piece.
    public var chunkBytes: ClosedRange<Int> = 65_536...65_536
    /// Bytes of one direction that the kernels hold, sent and not read.
    public var windowBytes = 65_536

    /// One millisecond each way, whole pieces.
    public init() {}

    /// Pieces of one byte.
    public static var singleBytes: NetworkConditions {
        var conditions = NetworkConditions()
        conditions.chunkBytes = 1...1
        conditions.delay = 1_000...1_000
        return conditions
    }

    /// Pieces of every size, up to 40 ms under way.
    public static var rough: NetworkConditions {
        var conditions = NetworkConditions()
        conditions.chunkBytes = 1...1_500
        conditions.delay = 100_000...40_000_000
        return conditions
    }

    /// A fixed time each way.
    public static func delayed(milliseconds: Int64) -> NetworkConditions {
        var conditions = NetworkConditions()
        conditions.delay = milliseconds * 1_000_000...milliseconds * 1_000_000
        return conditions
    }
}
