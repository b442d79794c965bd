import NIOCore

/// Sits on one socket of a proxied connection: its bytes go into one lane, its room to write wakes the other.
final class FaultLaneHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What this socket sends.
    private let inbound: FaultLane
    /// What goes to this socket.
    private let outbound: FaultLane
    private let onClose: () -> Void

    init(inbound: FaultLane, outbound: FaultLane, onClose: @escaping () -> Void) {
        self.inbound = inbound
        self.outbound = outbound
        self.onClose = onClose
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { context.read() }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbound.receive(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if inbound.wantsMore { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        outbound.pump()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { inbound.receiveEnd() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        onClose()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset on one side becomes a reset on the other.
        onClose()
    }
}
