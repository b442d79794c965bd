import HearsayCollections
import Net

/// What one end still has to send, the newest first.
struct HistoryDelivery {
    private var items: [HistoryItem] = []
    private var next = 0

    /// Whether everything was sent.
    var isEmpty: Bool { next == items.count }

    /// Queues items, each once.
    mutating func append(_ more: [HistoryItem]) {
        items = Array(Set(items[next...]).union(more)).ordered(by: >)
        next = 0
    }

    /// The next batch. What the log has lost meanwhile is left out.
    mutating func batch(of log: RoomLog) -> [ArraySlice<UInt8>] {
        var batch: [ArraySlice<UInt8>] = []
        var byteCount = 0
        while next < items.count, byteCount < HistoryFrame.batchBytes,
            batch.count < HistoryFrame.batchMessages
        {
            if let record = log[items[next].id] {
                batch.append(record.bytes[...])
                byteCount += record.bytes.count
            }
            next += 1
        }
        return batch
    }
}
