/// What a transport driver drives: a `Swarm`, or whatever contains one.
///
/// Calling contract. One thread. Feed any number of inputs, then call `pollEffect` until it answers `nil` and
/// carry each effect out, then wait for the next socket event or for `nextDeadline`, whichever is first, and
/// feed that. `now` never runs backwards. Carrying out an effect may feed further inputs only after the poll
/// has answered `nil`.
public protocol TransportClient: ~Copyable {
    /// Receives everything that is not bytes.
    mutating func receive(_ input: TransportInput, now: Instant)

    /// Receives bytes from the socket, in order, in pieces of any size; they are copied before the call
    /// returns.
    mutating func receive(_ bytes: ArraySlice<UInt8>, on connection: ConnectionID, now: Instant)

    /// Tells the core that the time is `now`; to be called when `nextDeadline` has come, harmless at any
    /// other time.
    mutating func handleTimeout(now: Instant)

    /// The instant at which `handleTimeout` is wanted next, or `nil` when nothing is waiting for time to
    /// pass. May lie in the past, and then the call is wanted at once. Valid after `pollEffect` has answered
    /// `nil`.
    var nextDeadline: Instant? { get }

    /// The next effect to carry out, or `nil` when there is none.
    mutating func pollEffect() -> TransportEffect?

    /// Moves out all bytes that are ready for the socket of `connection`; they go onto the wire in the order
    /// taken.
    ///
    /// - Parameters:
    ///   - connection: Whose bytes.
    ///   - replacement: An array whose capacity is used for the next bytes; its content is dropped. Handing
    ///     back the array of the last call, once it was written, avoids allocations.
    mutating func takeOutbound(_ connection: ConnectionID, replacement: consuming [UInt8]) -> [UInt8]
}
