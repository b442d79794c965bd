package import NIOCore
import NIOPosix

/// A TCP proxy in user space that spoils what passes through it, on demand and without any privilege.
///
/// It may be used from any thread; what is asked of it takes effect in the order asked.
package final class FaultProxy: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let hub: NIOLoopBoundBox<FaultHub>
    private let loop: any EventLoop

    /// Listens on `listening` and hands every connection on to `target`.
    ///
    /// - Parameter seed: of the jitter.
    /// - Throws: what NIO throws when it cannot bind.
    package init(
        listening: SocketAddress,
        target: SocketAddress,
        settings: FaultSettings = FaultSettings(),
        seed: UInt64 = 1
    ) throws {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        self.loop = loop
        hub = try loop.submit {
            NIOLoopBoundBox(FaultHub(listening, target, settings, seed, loop), eventLoop: loop)
        }.wait()
        if settings.isCut { return }
        do {
            try loop.flatSubmit { [hub] in hub.value.open() }.wait()
        } catch {
            try? group.syncShutdownGracefully()
            throw error
        }
    }

    /// Changes the link from now on, for open connections too.
    package func apply(_ changes: [FaultWords.Change]) {
        try? loop.flatSubmit { [hub] in hub.value.apply(changes) }.wait()
    }

    /// Takes every lasting fault away.
    package func mend() {
        try? loop.flatSubmit { [hub] in hub.value.mend() }.wait()
    }

    /// How many connections go through it now.
    package var connectionCount: Int {
        (try? loop.submit { [hub] in hub.value.connectionCount }.wait()) ?? 0
    }

    /// Resets all connections and stops listening. The proxy cannot be used again.
    package func close() {
        try? loop.flatSubmit { [hub] in hub.value.shut() }.wait()
        try? group.syncShutdownGracefully()
    }
}
