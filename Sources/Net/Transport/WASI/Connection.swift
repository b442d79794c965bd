import CWASI
import Net

/// One TCP connection: its resources, what of ours is still to be written, and how far each direction has come.
///
/// Reading and writing end independently (RFC 9293, section 3.6), so they are two machines.
final class Connection {
    /// How far the peer's bytes have come.
    enum Reading {
        /// Bytes are wanted.
        case open
        /// The core has enough for now: the kernel's buffer fills and the peer feels it.
        case paused
        /// The peer sent FIN.
        case ended
    }

    /// How far our bytes have come.
    enum Writing {
        /// More may come.
        case open
        /// Nothing more comes; FIN follows the last byte.
        case finishing
        /// FIN went out.
        case finished
    }

    /// What an attempt to write came to.
    enum WriteStep {
        /// So many bytes went to the kernel; possibly none.
        case progress(Int)
        /// The connection is of no more use.
        case failed(TransportError)
    }

    let id: ConnectionID
    let input: InputStream
    let output: OutputStream
    let inputPollable: Pollable
    let outputPollable: Pollable
    private let socket: TCPSocket

    var reading = Reading.open
    private(set) var writing = Writing.open

    /// When a graceful close stops waiting for the peer. While this is set, what the peer sends is thrown away.
    var lingerDeadline: Instant?

    /// Whether the core has bytes that were not taken yet.
    var hasCoreBytes = false

    /// The turn in which it was written to last; each turn makes one write.
    var lastWriteTurn: UInt64 = 0

    private var outbound: [UInt8] = []
    private var writtenBytes = 0

    init(id: ConnectionID, socket: TCPSocket, streams: TCPSocket.Streams) {
        self.id = id
        self.socket = socket
        input = streams.input
        output = streams.output
        inputPollable = input.subscribe()
        outputPollable = output.subscribe()
    }

    // MARK: Writing

    /// Whether writing waits for the host: taken bytes, bytes to be taken, or a FIN that cannot go out yet.
    var isWriteWanted: Bool {
        switch writing {
        case .open: hasCoreBytes || !outbound.isEmpty
        case .finishing: true
        case .finished: false
        }
    }

    /// Moves the core's bytes here, behind those that are not written yet.
    func take<Client: TransportClient>(from client: inout Client) {
        guard hasCoreBytes else { return }
        hasCoreBytes = false
        if outbound.isEmpty {
            // Moved out and back, so that the core gets the only reference and can reuse the memory.
            var spare: [UInt8] = []
            swap(&spare, &outbound)
            outbound = client.takeOutbound(id, replacement: spare)
        } else {
            outbound += client.takeOutbound(id, replacement: [])
        }
    }

    /// No more bytes will be given: FIN follows the last one.
    func finishWriting() {
        if writing == .open { writing = .finishing }
    }

    /// Writes once; the rest waits for `outputPollable`.
    func write<Client: TransportClient>(takingFrom client: inout Client) -> WriteStep {
        guard writing != .finished else { return .progress(0) }
        if outbound.isEmpty { take(from: &client) }
        if outbound.isEmpty {
            return writing == .finishing ? sendFIN() : .progress(0)
        }
        switch output.write(outbound[writtenBytes...]) {
        case .busy:
            return .progress(0)
        case .failed(let error):
            return .failed(error)
        case .written(let count):
            writtenBytes += count
            if writtenBytes == outbound.count {
                outbound.removeAll(keepingCapacity: true)
                writtenBytes = 0
            }
            return .progress(count)
        }
    }

    private func sendFIN() -> WriteStep {
        switch output.permit() {
        case .busy:
            return .progress(0)  // The host still holds the tail.
        case .failed(let error):
            return .failed(error)
        case .written:
            do throws(SocketError) {
                try socket.shutdownSend()
                writing = .finished
                return .progress(0)
            } catch {
                return .failed(error.transportError)
            }
        }
    }

    // MARK: The end

    /// Whether both sides have sent FIN.
    var isOver: Bool {
        reading == .ended && writing == .finished
    }

    /// Gives every resource back, children before their parents. Bytes that the host still holds are lost.
    func drop() {
        inputPollable.drop()
        outputPollable.drop()
        input.drop()
        output.drop()
        socket.drop()
    }
}
