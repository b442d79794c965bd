/// IHAVE: the sender has these messages of the topic.
struct HaveEntry {
    let topic: ArraySlice<UInt8>
    let messageIDs: [ArraySlice<UInt8>]
}
