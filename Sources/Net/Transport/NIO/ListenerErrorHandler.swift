import NIOCore
import Net

/// Lets a listening socket rest when no descriptor is left, and remembers why it went away.
final class ListenerErrorHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// The last error of the socket's own.
    private(set) var failure: TransportError?

    private let pause: TimeAmount
    private var isResting = false

    /// - Parameter pause: How long nothing is accepted after the system had no socket left for it.
    init(pause: TimeAmount) {
        self.pause = pause
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Others are of connections that the client turned away.
        guard let error = error as? IOError else { return }
        failure = TransportError(error)
        // So a socket answers that listens no longer.
        if failure == .invalidAddress { failure = .aborted }
        if failure == .tooManySockets || failure == .outOfMemory { rest(context.channel) }
    }

    /// The callers that wait keep the socket ready: without a rest, the loop would ask for them without end.
    /// NIO's `AcceptBackoffHandler` holds back no more than its own reads.
    private func rest(_ channel: any Channel) {
        guard !isResting else { return }
        isResting = true
        channel.setOption(.autoRead, value: false).whenFailure { _ in
            // The socket is gone, which its close tells.
        }
        let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: pause) {
            handler.value.isResting = false
            channel.setOption(.autoRead, value: true).whenFailure { _ in
                // As above.
            }
        }
    }
}
