/// A fault that happens once, to the connections open at that moment.
package enum FaultStrike: Hashable, Sendable {
    /// One bit of the next bytes that come this way is turned over.
    case corrupt(FaultDirection)
    /// This way ends (FIN) while the other goes on.
    case halfClose(FaultDirection)
    /// Both sides get a reset (RST).
    case reset
    /// The dialler has moved: its side gets a reset, and the other side hears nothing more, not even that.
    case roam
}
