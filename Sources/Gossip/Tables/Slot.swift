import Net

/// The place of one entry in a `SlotTable`: small, stable while the entry lives, reused after it is gone.
///
/// A slot that is kept has to be dropped when the entry goes; `Key` only keeps slots of different tables
/// apart.
struct Slot<Key>: Hashable, Comparable {
    let index: Int32

    static func < (left: Slot, right: Slot) -> Bool { left.index < right.index }
}

typealias PeerSlot = Slot<PeerID>
typealias TopicSlot = Slot<TopicName>
