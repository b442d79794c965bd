import ChatCore
import MessageStore

/// The store of the native node, which tells it itself what to keep and what to delete.
extension MessageStore: MessageKeeper {
    func append(_ message: ChatMessage) {}

    func forget(_ room: RoomName) {}
}
