import NIOCore
import Net

/// One listener of the driver's.
enum TCPListener {
    /// Asked to bind; not yet bound.
    case binding
    /// Bound, by these channels: a name may have several addresses. The second value is what the client was
    /// told.
    case bound([any Channel], reported: [Multiaddr])
}
