import NIOCore
import Net

/// One connection: between the channel and the driver.
///
/// Reading and writing end independently (RFC 9293, section 3.6). The channel closes by itself when both have.
final class ConnectionHandler<Client: TransportClient & SendableMetatype>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private enum State {
        /// Both ways, or the one that is left.
        case open
        /// Asked to close: bytes of the peer no longer matter; the channel goes when the peer closes, or by the timer.
        case closing
        /// Torn down by ourselves: what the channel still tells is of no interest.
        case aborting
        /// The channel is gone.
        case closed
    }

    let connection: ConnectionID
    private let driver: TCPDriver<Client>
    private let channel: any Channel
    private var state = State.open
    private var isInputEnded = false
    /// Whether FIN went out, or goes out behind the last byte.
    private var isFinishing = false
    private var unwrittenBytes = 0
    private var lingerTimer: Scheduled<Void>?
    private var failure: TransportError?

    init(connection: ConnectionID, channel: any Channel, driver: TCPDriver<Client>) {
        self.connection = connection
        self.channel = channel
        self.driver = driver
    }

    // MARK: - From the driver

    func write(_ bytes: ByteBuffer) {
        guard !isFinishing else { return }
        let byteCount = bytes.readableBytes
        unwrittenBytes += byteCount
        let promise = channel.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { self.finishWrite(byteCount, $0) }
        channel.writeAndFlush(bytes, promise: promise)
    }

    /// Sends FIN once all that was written has gone out.
    func closeWrite() {
        guard !isFinishing else { return }
        isFinishing = true
        if !isInputEnded {
            channel.close(mode: .output, promise: nil)
        } else if unwrittenBytes == 0 {
            channel.close(mode: .all, promise: nil)
        }
        // Otherwise the last write closes: asked for FIN now, the channel would close at once and drop what is unwritten.
    }

    func closeGracefully(within linger: TimeAmount) {
        guard state == .open else { return }
        state = .closing
        let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
        lingerTimer = channel.eventLoop.scheduleTask(in: linger) { handler.value.abort() }
        closeWrite()
        if !isInputEnded { setReading(true) }
    }

    /// Closes the socket at once; what is unwritten is lost.
    func abort() {
        if state == .open { state = .aborting }
        channel.close(mode: .all, promise: nil)
    }

    func setReading(_ isReading: Bool) {
        channel.setOption(.autoRead, value: isReading).whenFailure { _ in
            // The channel closed meanwhile, which channelInactive tells.
        }
    }

    // MARK: - From the channel

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state == .open else { return }
        driver.receive(unwrapInboundIn(data), on: connection)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        driver.drain()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        isInputEnded = true
        if state == .open { driver.receive(.ended(connection)) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish()  // A channel that closes before it was ever active says no more than this.
    }

    private func finish() {
        guard state != .closed else { return }
        lingerTimer?.cancel()
        let last = state
        state = .closed
        driver.connections[connection] = nil
        if last == .open, isFinishing, !isInputEnded, failure == nil {
            // FIN after our own: the channel closes without a word of it.
            driver.receive(.ended(connection))
        }
        driver.receive(.closed(connection, last == .open ? failure : nil))
    }

    private func finishWrite(_ byteCount: Int, _ result: Result<Void, any Error>) {
        unwrittenBytes -= byteCount
        switch result {
        case .failure(let error):
            fail(error)
        case .success:
            driver.receive(.sent(connection, byteCount: byteCount))
            if isFinishing, isInputEnded, unwrittenBytes == 0 { channel.close(mode: .all, promise: nil) }
        }
    }

    private func fail(_ error: any Error) {
        if failure == nil { failure = TransportError(error) }
        channel.close(mode: .all, promise: nil)
    }
}
