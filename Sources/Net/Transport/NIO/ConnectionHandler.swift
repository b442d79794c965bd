import NIOCore
import Net

/// One connection: between the channel and the driver.
final class ConnectionHandler<Client: TransportClient & SendableMetatype>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The longest time a graceful close waits for the peer, after which what is unsent is lost.
    private static var closeTimeout: TimeAmount { .seconds(1) }

    private enum State {
        /// Both ways, or the one that is left.
        case open
        /// Asked to close: bytes of the peer no longer matter; the channel goes when the peer closes, or by the timer.
        case closing
        /// The channel is gone.
        case closed
    }

    let connection: ConnectionID
    private let driver: TCPDriver<Client>
    private let channel: any Channel
    private var state = State.open
    private var isInputEnded = false
    private var failure: TransportError?

    init(connection: ConnectionID, channel: any Channel, driver: TCPDriver<Client>) {
        self.connection = connection
        self.channel = channel
        self.driver = driver
    }

    // MARK: - From the driver

    func write(_ bytes: ByteBuffer) {
        let byteCount = bytes.readableBytes
        let promise = channel.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success: self.driver.receive(.sent(self.connection, byteCount: byteCount))
            case .failure(let error): self.fail(error)
            }
        }
        channel.writeAndFlush(bytes, promise: promise)
    }

    /// Sends FIN once all that was written has gone out.
    func closeWrite() {
        channel.close(mode: .output, promise: nil)
    }

    func closeGracefully() {
        guard state == .open else { return }
        state = .closing
        closeWrite()
        guard !isInputEnded else {
            closeAfterOutput()
            return
        }
        setReading(true)
        let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: Self.closeTimeout) { handler.value.abort() }
    }

    func abort() {
        channel.close(mode: .all, promise: nil)
    }

    func setReading(_ isReading: Bool) {
        channel.setOption(.autoRead, value: isReading).whenFailure { _ in
            // The channel closed meanwhile, which channelInactive tells.
        }
    }

    /// The peer has closed already: go as soon as our own FIN is out.
    private func closeAfterOutput() {
        let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: Self.closeTimeout) { handler.value.abort() }
        channel.close(mode: .output).whenComplete { _ in handler.value.abort() }
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
        switch state {
        case .open: driver.receive(.ended(connection))
        case .closing: abort()
        case .closed: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let wasAsked = state == .closing
        state = .closed
        driver.connections[connection] = nil
        driver.receive(.closed(connection, wasAsked ? nil : failure))
    }

    private func fail(_ error: any Error) {
        if failure == nil { failure = TransportError(error) }
        abort()
    }
}
