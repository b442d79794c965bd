/// Names one stream of one connection. Never used twice in the life of a `Swarm`.
public struct StreamID: Hashable, Comparable, Sendable {
    /// The connection that carries the stream.
    public let connection: ConnectionID
    /// The stream's number within its connection.
    public let stream: YamuxStreamID

    /// The stream of that number on that connection.
    public init(connection: ConnectionID, stream: YamuxStreamID) {
        self.connection = connection
        self.stream = stream
    }

    /// By connection, then by number.
    public static func < (left: StreamID, right: StreamID) -> Bool {
        left.connection == right.connection ? left.stream < right.stream : left.connection < right.connection
    }
}
