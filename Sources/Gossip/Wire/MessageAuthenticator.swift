package import Net

/// How a router signs its messages and checks those of others.
///
/// The one that a program gets signs with its identity. A simulation of thousands of routers cannot afford an
/// Ed25519 signature for each copy of each message: inside this package, and nowhere else, there is a
/// stand-in of the same size on the wire that anybody could forge.
package struct MessageAuthenticator: Sendable {
    private enum Method {
        case identity(KeyPair)
        case checksum(PeerID)
    }

    private let method: Method

    /// The signatures of the node's identity key, checked with the author's public key.
    package init(_ identity: KeyPair) {
        method = .identity(identity)
    }

    /// A checksum in place of a signature, for simulations.
    package init(simulated peer: PeerID) {
        method = .checksum(peer)
    }

    /// Whose messages are signed.
    package var peerID: PeerID {
        switch method {
        case .identity(let keyPair): return keyPair.peerID
        case .checksum(let peer): return peer
        }
    }

    /// The public key to be sent with a message; nil where the author's peer id contains it.
    var attachedKey: [UInt8]? {
        guard case .identity(let keyPair) = method, keyPair.peerID.embeddedPublicKey == nil else {
            return nil
        }
        return keyPair.publicKey.protobuf
    }

    /// The signature of bytes that begin with the domain separator.
    func sign(_ bytes: [UInt8]) -> [UInt8] {
        switch method {
        case .identity(let keyPair): return keyPair.sign(bytes)
        case .checksum: return ChecksumSignature.bytes(of: bytes)
        }
    }

    /// What can be said of a signature.
    ///
    /// - Parameter key: The public key that came with the message; it has to be the author's.
    func check(
        _ signature: ArraySlice<UInt8>,
        of bytes: [UInt8],
        author: PeerID,
        key: ArraySlice<UInt8>?
    ) -> SignatureVerdict {
        switch method {
        case .identity: return Self.checkIdentity(signature, of: bytes, author: author, key: key)
        case .checksum:
            return signature.elementsEqual(ChecksumSignature.bytes(of: bytes)) ? .valid : .invalid
        }
    }

    /// Whether the message has its author's signature, by whatever method.
    func isValid(_ message: WireMessage, _ author: PeerID) -> Bool {
        check(message.signature ?? [], of: message.signedBytes, author: author, key: message.key) == .valid
    }

    /// Whether the message has the signature of its author's identity key.
    static func isAuthentic(_ message: WireMessage, _ author: PeerID) -> Bool {
        let signature = message.signature ?? []
        return checkIdentity(signature, of: message.signedBytes, author: author, key: message.key) == .valid
    }

    private static func checkIdentity(
        _ signature: ArraySlice<UInt8>,
        of bytes: [UInt8],
        author: PeerID,
        key: ArraySlice<UInt8>?
    ) -> SignatureVerdict {
        switch AuthorKey(of: author, attached: key) {
        case .known(let publicKey):
            return publicKey.isValid(signature: signature, for: bytes) ? .valid : .invalid
        case .unsupported: return .uncheckable
        case .missing: return .invalid
        }
    }
}
