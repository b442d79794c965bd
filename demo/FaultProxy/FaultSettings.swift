/// The lasting faults of a link. TCP neither loses nor reorders: it is late, slow, chopped or silent.
package struct FaultSettings: Hashable, Sendable {
    /// Added to every byte, each way.
    package var delay = Duration.zero
    /// At most this much more, drawn anew for every chunk; order is kept.
    package var jitter = Duration.zero
    /// Each way; nil means as fast as it goes.
    package var bytesPerSecond: Int?
    /// Whether every byte is written alone.
    package var isChopping = false
    /// Ways in which nothing passes, while the connection stays open.
    package var stalled: Set<FaultDirection> = []
    /// Whether the link is gone: its connections are reset and nobody answers a dial.
    package var isCut = false

    package init() {}
}
