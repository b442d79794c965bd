/// The handshake of one socket: multistream-select for `/noise`, Noise XX with libp2p's payload, then the
/// muxer, which is negotiated within Noise where both sides can, and otherwise by multistream-select.
///
/// Feed it bytes until it returns a `HandshakeResult`, which consumes it. The dialling side waits for nothing
/// that it can guess: the proposal of Noise and the first handshake message leave together, and so do the
/// last message, the proposal of the muxer and the first streams. A throw is final: drop the socket.
struct ConnectionHandshake {
    private enum Phase {
        /// Dialling, from the start: `/noise` is proposed, and the first handshake message follows it.
        case proposingSecurity(MultistreamDialer, NoiseHandshake)
        /// Accepting, from the start.
        case answeringSecurity(MultistreamListener)
        /// Noise is agreed on.
        case handshake(NoiseHandshake)
        /// Accepting; the peer is authenticated, and no muxer was chosen in the handshake.
        case answeringMuxer(NoiseSession, MultistreamListener)
        /// After the end, good or bad.
        case finished
    }

    private static let muxers = [YamuxConnection.protocolID]

    let id: ConnectionID
    let direction: Direction
    /// The dialled address, or the one accepted from.
    let remote: Multiaddr
    /// When the handshake must have ended.
    let deadline: Instant

    private let identity: LocalNoiseIdentity
    private let ephemeralKey: [UInt8]
    private var phase: Phase
    private var outbound: [UInt8] = []
    private var account = OutboundAccount()
    private var bytesReceived: UInt64 = 0

    /// The handshake of a socket that was just connected.
    ///
    /// - Parameters:
    ///   - expectedPeer: The peer that must prove itself; `nil` when any will do.
    ///   - ephemeralKey: 32 secret random bytes, used nowhere else.
    init(
        id: ConnectionID,
        direction: Direction,
        remote: Multiaddr,
        expectedPeer: PeerID?,
        identity: LocalNoiseIdentity,
        ephemeralKey: [UInt8],
        deadline: Instant
    ) {
        self.id = id
        self.direction = direction
        self.remote = remote
        self.identity = identity
        self.ephemeralKey = ephemeralKey
        self.deadline = deadline
        switch direction {
        case .outbound:
            var dialer = MultistreamDialer(protocols: [NoiseHandshake.protocolID], optimistic: true)
            var handshake = NoiseHandshake(
                role: .initiator,
                identity: identity,
                ephemeralKey: ephemeralKey,
                muxers: Self.muxers,
                expectedPeer: expectedPeer
            )
            outbound = dialer.takeOutbound() + handshake.takeOutbound()
            phase = .proposingSecurity(dialer, handshake)
        case .inbound:
            phase = .answeringSecurity(MultistreamListener(protocols: [NoiseHandshake.protocolID]))
        }
    }

    // MARK: - Input

    /// Receives bytes from the socket.
    ///
    /// - Returns: The connection, when the handshake has succeeded.
    mutating func receive(_ bytes: ArraySlice<UInt8>) throws(ConnectionError) -> HandshakeResult? {
        bytesReceived &+= UInt64(bytes.count)
        var rest = bytes
        while true {
            switch phase {
            case .proposingSecurity(var dialer, let handshake):
                let progress = try Self.negotiate { () throws(MultistreamError) in try dialer.receive(rest) }
                switch progress {
                case .negotiating:
                    phase = .proposingSecurity(dialer, handshake)
                    return nil
                case .refused:
                    throw .securityRefused
                case .selected(_, let leftover):
                    phase = .handshake(handshake)
                    rest = leftover
                }
            case .answeringSecurity(var listener):
                let progress = try Self.negotiate { () throws(MultistreamError) in try listener.receive(rest)
                }
                outbound += listener.takeOutbound()
                guard case .selected(_, let leftover) = progress else {
                    phase = .answeringSecurity(listener)
                    return nil
                }
                phase = .handshake(responder())
                rest = leftover
            case .handshake(var handshake):
                let progress = try receive(rest, &handshake)
                outbound += handshake.takeOutbound()
                guard case .finished(let session, let leftover) = progress else {
                    phase = .handshake(handshake)
                    return nil
                }
                if let result = try chooseMuxer(session, leftover: leftover) { return result }
                rest = leftover
            case .answeringMuxer(var session, var listener):
                return try answerMuxer(&session, &listener, &rest)
            case .finished:
                return nil
            }
        }
    }

    // MARK: - Output

    /// Whether a flush should be announced to the driver now.
    mutating func announceFlush(now: Instant) -> Bool {
        account.announceFlush(pending: outbound.count, now: now)
    }

    /// Moves out what is ready for the socket.
    mutating func takeOutbound() -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &outbound)
        account.receiveTaken(bytes.count)
        return bytes
    }

    /// The kernel took bytes.
    mutating func receiveSent(_ count: Int, now: Instant) {
        account.receiveSent(count, now: now)
    }

    // MARK: - Private

    private func responder() -> NoiseHandshake {
        NoiseHandshake(
            role: .responder,
            identity: identity,
            ephemeralKey: ephemeralKey,
            muxers: Self.muxers,
            expectedPeer: nil
        )
    }

    private mutating func receive(
        _ bytes: ArraySlice<UInt8>,
        _ handshake: inout NoiseHandshake
    ) throws(ConnectionError) -> NoiseProgress {
        do throws(NoiseError) {
            return try handshake.receive(bytes)
        } catch {
            phase = .finished
            switch error {
            case .identityMismatch(let expected, let proved):
                throw .identityMismatch(expected: expected, actual: proved)
            case .noCommonMuxer: throw .muxerRefused
            default: throw .noise(error)
            }
        }
    }

    /// The peer is authenticated. Unless we have to wait for its proposal of a muxer, that is the end.
    private mutating func chooseMuxer(
        _ session: NoiseSession,
        leftover: ArraySlice<UInt8>
    ) throws(ConnectionError) -> HandshakeResult? {
        guard session.remotePeerID != identity.peerID else {
            phase = .finished
            throw .selfDial
        }
        var session = session
        var proposal: MultistreamDialer?
        if session.muxer == nil {
            guard direction == .outbound else {
                outbound += try take(from: &session)
                phase = .answeringMuxer(session, MultistreamListener(protocols: Self.muxers))
                return nil
            }
            proposal = MultistreamDialer(protocols: Self.muxers, optimistic: true)
        }
        return makeResult(session, proposal: proposal, plaintext: [], leftover: leftover)
    }

    private mutating func answerMuxer(
        _ session: inout NoiseSession,
        _ listener: inout MultistreamListener,
        _ rest: inout ArraySlice<UInt8>
    ) throws(ConnectionError) -> HandshakeResult? {
        moveOutbound(to: &session)
        while let plaintext = try open(&session, &rest) {
            let progress = try Self.negotiate { () throws(MultistreamError) in try listener.receive(plaintext)
            }
            session.transport.append(listener.takeOutbound()[...])
            if case .selected(_, let leftover) = progress {
                return makeResult(session, proposal: nil, plaintext: Array(leftover), leftover: rest)
            }
        }
        outbound += try take(from: &session)
        phase = .answeringMuxer(session, listener)
        return nil
    }

    private mutating func makeResult(
        _ session: NoiseSession,
        proposal: MultistreamDialer?,
        plaintext: [UInt8],
        leftover: ArraySlice<UInt8>
    ) -> HandshakeResult {
        phase = .finished
        var session = session
        var proposal = proposal
        moveOutbound(to: &session)
        if let opening = proposal?.takeOutbound() { session.transport.append(opening[...]) }
        return HandshakeResult(
            id: id,
            direction: direction,
            remote: remote,
            session: session,
            muxerProposal: proposal,
            plaintext: plaintext,
            leftover: Array(leftover),
            account: account,
            bytesReceived: bytesReceived
        )
    }

    /// Puts what the earlier phases have to send before the channel's records.
    private mutating func moveOutbound(to session: inout NoiseSession) {
        guard !outbound.isEmpty else { return }
        session.transport.prependOutbound(outbound)
        outbound = []
    }

    private func open(
        _ session: inout NoiseSession,
        _ rest: inout ArraySlice<UInt8>
    ) throws(ConnectionError) -> ArraySlice<UInt8>? {
        do throws(NoiseError) {
            return try session.transport.open(&rest)
        } catch {
            throw .noise(error)
        }
    }

    private func take(from session: inout NoiseSession) throws(ConnectionError) -> [UInt8] {
        do throws(NoiseError) {
            return try session.transport.takeOutbound()
        } catch {
            throw .noise(error)
        }
    }

    private static func negotiate(
        _ step: () throws(MultistreamError) -> MultistreamProgress
    ) throws(ConnectionError) -> MultistreamProgress {
        do throws(MultistreamError) {
            return try step()
        } catch {
            throw .multistream(error)
        }
    }
}
