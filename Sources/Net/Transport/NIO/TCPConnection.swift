import NIOCore
import Net

/// One connection of the driver's: its channel, and how far its two directions have come.
final class TCPConnection<Client: TransportClient & SendableMetatype & ~Copyable>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The most bytes in one write. NIO tells of a write when it is complete, and the client and a close that
    /// lingers wait for every sign of progress.
    private static var pieceBytes: Int { 64 * 1024 }

    let id: ConnectionID
    private let driver: TCPDriver<Client>
    private let channel: any Channel
    private var halfClose: HalfClose
    private var lingerTimer: Scheduled<Void>?
    /// Whether the client was told that the connection is closed.
    private var isOver = false

    init(id: ConnectionID, channel: any Channel, driver: TCPDriver<Client>) {
        self.id = id
        self.channel = channel
        self.driver = driver
        halfClose = HalfClose(lingerInterval: driver.configuration.lingerInterval)
    }

    // MARK: - From the driver

    /// Whether bytes of the client's may be taken for it.
    var takesBytes: Bool { halfClose.takesBytes }

    /// Writes bytes that were taken.
    func write(_ bytes: ByteBuffer) {
        halfClose.receiveTaken(bytes.readableBytes)
        var rest = bytes
        while rest.readableBytes > 0 {
            let byteCount = min(rest.readableBytes, Self.pieceBytes)
            guard let piece = rest.readSlice(length: byteCount) else { break }
            let promise = channel.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenComplete { self.finishWrite(byteCount, $0) }
            channel.write(piece, promise: promise)
        }
        channel.flush()
    }

    /// Sends FIN once all that was written has gone out.
    func closeWrite() {
        carryOut(halfClose.closeWrite())
    }

    /// Closes when both directions have ended, or nothing has moved for a while.
    func close() {
        carryOut(halfClose.close(now: EventLoopClock.now))
        updateReading()
        setLingerTimer()
    }

    /// Closes the socket at once; what is unwritten is lost.
    func abort() {
        carryOut(halfClose.abort())
    }

    func pauseReading() {
        halfClose.pauseReading()
        updateReading()
    }

    func resumeReading() {
        halfClose.resumeReading()
        updateReading()
    }

    /// Reads, or leaves what comes to the kernel, as is wanted now.
    func updateReading() {
        channel.setOption(.autoRead, value: halfClose.isReadingWanted).whenFailure { _ in
            // The channel closed meanwhile, which channelInactive tells.
        }
    }

    // MARK: - From the channel

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard halfClose.receiveBytes(now: EventLoopClock.now) else { return }
        driver.receive(unwrapInboundIn(data), on: id)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        driver.drain()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        carryOut(halfClose.receiveEnd(now: EventLoopClock.now))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        carryOut(halfClose.receiveFailure(TransportError(error)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish()  // A channel that closes before it was ever active says no more than this.
    }

    private func finishWrite(_ byteCount: Int, _ result: Result<Void, any Error>) {
        switch result {
        case .failure(let error):
            carryOut(halfClose.receiveFailure(TransportError(error)))
        case .success:
            driver.receive(.sent(id, byteCount: byteCount))
            carryOut(halfClose.receiveWritten(byteCount, now: EventLoopClock.now))
        }
    }

    /// The channel is gone. Where FIN came after our own it says no more than that.
    private func finish() {
        guard !isOver else { return }
        isOver = true
        lingerTimer?.cancel()
        if halfClose.isFINSent { carryOut(halfClose.receiveEnd(now: EventLoopClock.now)) }
        driver.connections[id] = nil
        driver.receive(.closed(id, halfClose.reason))
    }

    // MARK: - Private

    private func carryOut(_ action: HalfClose.Action) {
        switch action {
        case .none: break
        case .sendFIN:
            channel.close(mode: .output, promise: nil)
            carryOut(halfClose.receiveFINSent(now: EventLoopClock.now))
        case .tellEnd: driver.receive(.ended(id))
        case .tellEndAndDrop:
            driver.receive(.ended(id))
            channel.close(mode: .all, promise: nil)
        case .drop: channel.close(mode: .all, promise: nil)
        }
    }

    /// Keeps one timer, which finds out when it fires whether there was progress meanwhile.
    private func setLingerTimer() {
        guard let deadline = halfClose.nextDeadline else { return }
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        lingerTimer?.cancel()
        lingerTimer = channel.eventLoop.scheduleTask(deadline: NIODeadline(deadline)) {
            connection.value.carryOut(connection.value.halfClose.handleTimeout(now: EventLoopClock.now))
            connection.value.setLingerTimer()
        }
    }
}
