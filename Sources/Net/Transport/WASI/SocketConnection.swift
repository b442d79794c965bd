import CWASI
import Net

/// One TCP connection: its resources, what of ours is still to be written, and how far each direction has
/// come.
final class SocketConnection {
    /// What an attempt to write came to.
    enum WriteStep {
        /// There was nothing to write, or the host takes nothing now.
        case nothing
        /// That many bytes went to the host.
        case wrote(Int)
        /// Every byte is in the kernel's hands, and FIN went out behind the last.
        case sentFIN
        /// The connection is of no more use.
        case failed(TransportError)
    }

    let id: ConnectionID
    let input: InputStream
    let output: OutputStream
    let inputPollable: Pollable
    let outputPollable: Pollable
    private let socket: TCPSocket

    var halfClose: HalfClose

    /// Whether the core has bytes that were not taken yet.
    var hasCoreBytes = false

    /// The turn in which it was written to last; each turn makes one write.
    var lastWriteTurn: UInt64 = 0

    private var outbound: [UInt8] = []
    private var writtenBytes = 0

    init(id: ConnectionID, socket: TCPSocket, streams: TCPSocket.Streams, lingerInterval: Interval) {
        self.id = id
        self.socket = socket
        halfClose = HalfClose(lingerInterval: lingerInterval)
        input = streams.input
        output = streams.output
        inputPollable = input.subscribe()
        outputPollable = output.subscribe()
    }

    // MARK: Writing

    /// Whether writing waits for the host: taken bytes, bytes to be taken, or a FIN that cannot go out yet.
    var isWriteWanted: Bool {
        hasCoreBytes || !outbound.isEmpty || halfClose.isFINDue
    }

    /// Moves the core's bytes here, behind those that are not written yet.
    func take<Client: TransportClient & ~Copyable>(from client: inout Client) {
        hasCoreBytes = false
        guard halfClose.takesBytes else { return }
        if outbound.isEmpty {
            // Moved out and back, so that the core gets the only reference and can reuse the memory.
            var spare: [UInt8] = []
            swap(&spare, &outbound)
            outbound = client.takeOutbound(id, replacement: spare)
            halfClose.receiveTaken(outbound.count)
        } else {
            let bytes = client.takeOutbound(id, replacement: [])
            outbound += bytes
            halfClose.receiveTaken(bytes.count)
        }
    }

    /// Writes once; the rest waits for `outputPollable`.
    func write<Client: TransportClient & ~Copyable>(takingFrom client: inout Client) -> WriteStep {
        if outbound.isEmpty, hasCoreBytes { take(from: &client) }
        if outbound.isEmpty {
            return halfClose.isFINDue ? sendFIN() : .nothing
        }
        switch output.write(outbound[writtenBytes...]) {
        case .busy:
            return .nothing
        case .failed(let failure):
            return .failed(failure.transportError)
        case .written(let count):
            writtenBytes += count
            if writtenBytes == outbound.count {
                outbound.removeAll(keepingCapacity: true)
                writtenBytes = 0
            }
            return .wrote(count)
        }
    }

    private func sendFIN() -> WriteStep {
        switch output.permit() {
        case .busy:
            return .nothing  // The host still holds the tail.
        case .failed(let failure):
            return .failed(failure.transportError)
        case .written:
            do throws(SocketError) {
                try socket.shutdownSend()
                return .sentFIN
            } catch {
                return .failed(error.transportError)
            }
        }
    }

    // MARK: The end

    /// Gives every resource back, children before their parents. Bytes that the host still holds are lost.
    func drop() {
        inputPollable.drop()
        outputPollable.drop()
        input.drop()
        output.drop()
        socket.drop()
    }
}
