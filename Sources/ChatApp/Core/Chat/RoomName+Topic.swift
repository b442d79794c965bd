import Gossip

extension RoomName {
    /// How the router treats the topic: what is said in a chat room is checked by the chat before it is
    /// passed on.
    var topicConfiguration: TopicConfiguration {
        var configuration = TopicConfiguration()
        configuration.validation = isRaw ? .automatic : .asynchronous
        return configuration
    }
}
