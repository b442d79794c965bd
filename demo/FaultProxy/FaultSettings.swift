/// The lasting faults of a link. TCP neither loses nor reorders: it is late, slow, chopped or silent.
public struct FaultSettings: Hashable, Sendable {
    /// Added to every byte, each way.
    public var delay = Duration.zero
    /// At most this much more, drawn anew for every chunk; order is kept.
    public var jitter = Duration.zero
    /// Each way; nil means as fast as it goes.
    public var bytesPerSecond: Int?
    /// Whether every byte is written alone.
    public var isChopping = false
    /// Ways in which nothing passes, while the connection stays open.
    public var stalled: Set<FaultDirection> = []
    /// Whether the link is gone: its connections are reset and nobody answers a dial.
    public var isCut = false

    public init() {}
}
