import Net

/// What of the links is the same with every stream: bytes in, bytes out.
extension GossipLinks {
    /// The most that is read of one peer before it is the next one's turn and the router's outputs are taken,
    /// in bytes: few enough messages that all of them may wait for validation.
    private static let readBytes = 16_384

    /// Writes what waits for a peer, as far as its stream takes it.
    mutating func write(to peer: PeerID, _ swarm: inout Swarm, now: Instant) {
        guard let unsent = self[peer]?.unsent else { return }
        do throws(StreamError) {
            let count = try swarm.write(unsent.bytes, to: unsent.stream, now: now)
            receiveWritten(count, to: peer, now: now)
        } catch {
            // The stream is broken: its end is told by an event, which opens another.
            receiveWritten(unsent.bytes.count, to: peer, now: now)
        }
    }

    /// Reads once from a stream of a peer.
    mutating func read(_ stream: StreamID, of peer: PeerID, _ swarm: inout Swarm, now: Instant) {
        do throws(StreamError) {
            let bytes = try swarm.read(stream, maximum: Self.readBytes, now: now)
            receive(bytes, on: stream, of: peer, isDrained: bytes.count < Self.readBytes)
        } catch {
            // The stream is broken: its end is told by an event.
            receive([], on: stream, of: peer, isDrained: true)
        }
    }
}
