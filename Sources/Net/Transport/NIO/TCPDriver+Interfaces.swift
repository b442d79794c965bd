import NIOCore
import Net

/// Listeners on every interface: their addresses come and go with the interfaces.
extension TCPDriver where Client: ~Copyable {
    /// Looks at the interfaces from time to time, while a listener is on all of them.
    func watchInterfaces() {
        guard interfaceTimer == nil, listeners.values.contains(where: Self.isOnEveryInterface) else { return }
        let driver = NIOLoopBound(self, eventLoop: eventLoop)
        interfaceTimer = eventLoop.scheduleTask(in: TimeAmount(configuration.interfaceInterval)) {
            driver.value.interfaceTimer = nil
            driver.value.compareInterfaces()
            driver.value.watchInterfaces()
        }
    }

    private static func isOnEveryInterface(_ state: TCPListener) -> Bool {
        guard case .bound(let channels, _) = state else { return false }
        return channels.contains { $0.localAddress.flatMap(TCPEndpoint.init)?.isUnspecified == true }
    }

    /// Tells the client which addresses came and which expired.
    private func compareInterfaces() {
        for (listener, state) in listeners {
            guard case .bound(let channels, let reported) = state, Self.isOnEveryInterface(state) else {
                continue
            }
            let addresses = channels.flatMap(Self.addresses)
            guard addresses != reported else { continue }
            listeners[listener] = .bound(channels, reported: addresses)
            for address in reported where !addresses.contains(address) {
                receive(.addressExpired(listener, address))
            }
            let fresh = addresses.filter { !reported.contains($0) }
            if !fresh.isEmpty { receive(.listening(listener, fresh)) }
        }
    }
}
