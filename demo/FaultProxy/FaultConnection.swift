import Glibc
import NIOCore

/// One connection through the proxy: two sockets, two lanes. It belongs to the proxy's event loop.
final class FaultConnection {
    private let near: any Channel
    private let far: any Channel
    private let lanes: [FaultDirection: FaultLane]
    /// Set when the dialler has moved: its side is gone, and the other is left open, without a word.
    private let isAbandoned: NIOLoopBoundBox<Bool>

    /// Joins the dialer's socket and the target's, and starts reading both.
    init(
        near: any Channel,
        far: any Channel,
        settings: FaultSettings,
        seed: UInt64,
        onClose: @escaping () -> Void
    ) throws {
        self.near = near
        self.far = far
        let up = FaultLane(
            from: near,
            to: far,
            direction: .up,
            settings: settings,
            random: FaultRandom(seed: seed)
        )
        let down = FaultLane(
            from: far,
            to: near,
            direction: .down,
            settings: settings,
            random: FaultRandom(seed: ~seed)
        )
        lanes = [.up: up, .down: down]
        let isAbandoned = NIOLoopBoundBox(false, eventLoop: near.eventLoop)
        self.isAbandoned = isAbandoned
        let end = { [near, far] in
            Self.abort(near)
            guard !isAbandoned.value || !far.isActive else { return }
            Self.abort(far)
            onClose()
        }
        try near.pipeline.syncOperations.addHandler(
            FaultLaneHandler(inbound: up, outbound: down, onClose: end)
        )
        try far.pipeline.syncOperations.addHandler(
            FaultLaneHandler(inbound: down, outbound: up, onClose: end)
        )
    }

    func change(_ settings: FaultSettings) {
        guard !isAbandoned.value else { return }
        for direction in FaultDirection.allCases { lanes[direction]?.change(settings) }
    }

    func strike(_ strike: FaultStrike) {
        switch strike {
        case .corrupt(let direction):
            lanes[direction]?.corruptNextByte()
        case .halfClose(let direction):
            lanes[direction]?.receiveEnd()
        case .reset:
            Self.reset(near)
            Self.reset(far)
        case .roam:
            abandon()
        }
    }

    /// Resets the dialler's side and lets nothing more pass to the other, or be read from it.
    private func abandon() {
        isAbandoned.value = true
        var silence = FaultSettings()
        silence.stalled = Set(FaultDirection.allCases)
        for direction in FaultDirection.allCases { lanes[direction]?.change(silence) }
        Self.reset(near)
    }

    /// Ends both sides with a reset.
    static func reset(_ channel: any Channel) {
        // Lingering for no time makes the kernel send RST instead of FIN.
        _ = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        channel.close(promise: nil)
    }

    private static func abort(_ channel: any Channel) {
        if channel.isActive { reset(channel) }
    }
}
