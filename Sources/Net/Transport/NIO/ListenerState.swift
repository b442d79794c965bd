import NIOCore
import Net

/// A listener of the driver.
enum ListenerState {
    /// Asked to bind; not yet bound.
    case binding
    /// Bound, by these channels: a name may have several addresses. The second value is what the client was told.
    case bound([any Channel], reported: [Multiaddr])
}
