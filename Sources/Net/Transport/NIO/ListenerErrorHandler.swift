import NIOCore
import Net

/// Remembers why a listening socket went away.
final class ListenerErrorHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// The last error of the socket's own.
    private(set) var failure: TransportError?

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Others are of connections that the client turned away.
        guard let error = error as? IOError else { return }
        failure = TransportError(error)
        // So a socket answers that listens no longer.
        if failure == .invalidAddress { failure = .aborted }
    }

    /// How long to rest after an accept that failed; `nil` where only the caller is gone.
    static func pause(after error: IOError, _ configuration: TransportConfiguration) -> TimeAmount? {
        switch TransportError(error) {
        case .tooManySockets, .outOfMemory: TimeAmount(configuration.acceptPause)
        default: nil
        }
    }
}
