public import Net

extension GossipRouter {
    /// A router without peers or topics.
    ///
    /// - Parameters:
    ///   - localIdentity: Signs what is published here.
    ///   - configuration: The settings; they cannot be changed later.
    ///   - seed: 32 bytes, for the choice of peers; from the system's entropy, so that nobody can predict
    ///     whom we choose.
    ///   - initialSequenceNumber: The first message carries the next number. It has to be higher than any
    ///     number used before with this identity: the Unix time in nanoseconds, for instance.
    ///   - now: The driver's time.
    public init(
        localIdentity: KeyPair,
        configuration: GossipConfiguration = GossipConfiguration(),
        seed: [UInt8],
        initialSequenceNumber: UInt64,
        now: Instant
    ) {
        self.init(
            authenticator: MessageAuthenticator(localIdentity),
            configuration: configuration,
            seed: seed,
            initialSequenceNumber: initialSequenceNumber,
            now: now
        )
    }

    /// The protocol ids to negotiate, in order of preference.
    public static var protocols: [String] {
        GossipProtocol.allCases.reversed().map { $0.identifier }
    }
}
