import ChatCore
import ChatTerminal
import NativeSystem
import Net

extension ChatOptions {
    /// These options with what is remembered of the last time in place of what was not given.
    func remembering(_ session: Session?) -> ChatOptions {
        guard let session else { return self }
        var options = self
        if isNickDefault, let nick = try? Nick(session.nick) { options.nick = nick }
        if areRoomsDefault { options.rooms = session.joinOrder }
        options.dialAddresses = session.dials + dialAddresses.filter { !session.dials.contains($0) }
        if areListenAddressesDefault, let port = session.port, FreePort.isFree(port) {
            options.listenAddresses = listenAddresses.map { address in
                address.tcpEndpoint.map { Multiaddr(TCPEndpoint(host: $0.host, port: port)) } ?? address
            }
        }
        return options
    }
}
