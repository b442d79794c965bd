/// What is believed of a peer's description of itself; everything beyond is dropped, since nobody needs it
/// and a peer could make us store it for as long as it stays.
enum IdentifyLimits {
    /// Bytes of one message. Other implementations stay below 8 KiB.
    static let messageBytes = 16_384
    /// Messages in one answer: go splits a long description into several.
    static let messages = 10
    /// Listen addresses kept.
    static let addresses = 32
    /// Protocols kept.
    static let protocols = 256
    /// Bytes of one protocol's name.
    static let protocolBytes = 128
    /// Bytes of the agent's and the protocol's version.
    static let versionBytes = 128
    /// Bytes of a message of ours: rust refuses longer ones.
    static let sentMessageBytes = 4_000
}
