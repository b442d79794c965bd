import Net

/// Decodes one RPC.
///
/// Every repeated field is counted before anything is kept of it: an element of two bytes on the wire takes
/// many times that here, and a frame of 1 MiB holds half a million (CVE-2026-86040).
struct RPCDecoder {
    private let limits: GossipLimits
    private var rpc = RPC()
    private var entriesLeft: Int
    private var messageIDsLeft: Int

    /// Reads an RPC without its length prefix.
    ///
    /// - Throws: Why the peer is at fault; nothing of the RPC is to be heeded then.
    static func decode(_ bytes: ArraySlice<UInt8>, limits: GossipLimits) throws(GossipViolation) -> RPC {
        guard bytes.count <= limits.maximumRPCBytes else { throw .oversizedRPC }
        var decoder = RPCDecoder(limits: limits)
        do {
            try decoder.read(bytes)
        } catch {
            throw error
        }
        return decoder.rpc
    }

    private init(limits: GossipLimits) {
        self.limits = limits
        entriesLeft = limits.maximumControlEntriesPerRPC
        messageIDsLeft = limits.maximumMessageIDsPerRPC
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>) throws(GossipViolation) {
        var reader = ProtobufReader(bytes)
        while let field = try Self.next(&reader) {
            switch field.number {
            case RPCField.subscriptions:
                guard rpc.subscriptions.count < limits.maximumSubscriptionsPerRPC else {
                    throw .tooManySubscriptions
                }
                rpc.subscriptions.append(try Self.subscription(try Self.bytes(of: field)))
            case RPCField.messages:
                guard rpc.messages.count < limits.maximumMessagesPerRPC else { throw .tooManyMessages }
                rpc.messages.append(try Self.message(try Self.bytes(of: field)))
            case RPCField.control:
                // An embedded message that comes in several parts is their union.
                try readControl(try Self.bytes(of: field))
            case RPCField.testExtension:
                _ = try Self.bytes(of: field)
                rpc.hasTestExtension = true
            default:
                break
            }
        }
    }

    private mutating func readControl(_ bytes: ArraySlice<UInt8>) throws(GossipViolation) {
        var reader = ProtobufReader(bytes)
        while let field = try Self.next(&reader) {
            guard RPCField.Control.have...RPCField.Control.extensions ~= field.number else { continue }
            guard entriesLeft > 0 else { throw .tooManyControlEntries }
            entriesLeft -= 1
            let body = try Self.bytes(of: field)
            switch field.number {
            case RPCField.Control.have:
                let (topic, ids) = try readIDs(
                    body,
                    topicField: RPCField.Have.topic,
                    idField: RPCField.Have.messageIDs
                )
                rpc.control.have.append(HaveEntry(topic: topic ?? [], messageIDs: ids))
            case RPCField.Control.want:
                rpc.control.want.append(
                    try readIDs(body, topicField: nil, idField: RPCField.MessageIDs.messageIDs).ids
                )
            case RPCField.Control.graft:
                rpc.control.graft.append(try Self.graft(body))
            case RPCField.Control.prune:
                rpc.control.prune.append(try prune(body))
            case RPCField.Control.dontWant:
                rpc.control.dontWant.append(
                    try readIDs(body, topicField: nil, idField: RPCField.MessageIDs.messageIDs).ids
                )
            default:
                rpc.control.repeatsExtensions = rpc.control.extensions != nil
                rpc.control.extensions = try Self.extensions(body)
            }
        }
    }

    /// The ids in a control entry; those beyond the limit are skipped, as go does.
    private mutating func readIDs(
        _ bytes: ArraySlice<UInt8>,
        topicField: UInt32?,
        idField: UInt32
    ) throws(GossipViolation) -> (topic: ArraySlice<UInt8>?, ids: [ArraySlice<UInt8>]) {
        var topic: ArraySlice<UInt8>?
        var ids: [ArraySlice<UInt8>] = []
        var reader = ProtobufReader(bytes)
        while let field = try Self.next(&reader) {
            if field.number == idField {
                let id = try Self.bytes(of: field)
                guard messageIDsLeft > 0 else { continue }
                messageIDsLeft -= 1
                if id.count <= limits.maximumMessageIDBytes { ids.append(id) }
            } else if field.number == topicField {
                topic = try Self.bytes(of: field)
            }
        }
        return (topic, ids)
    }

    private func prune(_ bytes: ArraySlice<UInt8>) throws(GossipViolation) -> PruneEntry {
        var topic: ArraySlice<UInt8> = []
        var backoffSeconds: UInt64?
        var peers: [ExchangedPeer] = []
        var reader = ProtobufReader(bytes)
        while let field = try Self.next(&reader) {
            switch field.number {
            case RPCField.Prune.topic: topic = try Self.bytes(of: field)
            case RPCField.Prune.backoffSeconds: backoffSeconds = try Self.number(of: field)
            case RPCField.Prune.peers:
                let body = try Self.bytes(of: field)
                if peers.count < limits.maximumExchangedPeers { peers.append(try Self.exchangedPeer(body)) }
            default: break
            }
        }
        return PruneEntry(topic: topic, backoffSeconds: backoffSeconds, peers: peers)
    }
}

extension RPCDecoder {
    private static func subscription(_ bytes: ArraySlice<UInt8>) throws(GossipViolation) -> SubscriptionChange
    {
        var isSubscribe = false
        var topic: ArraySlice<UInt8> = []
        var reader = ProtobufReader(bytes)
        while let field = try next(&reader) {
            switch field.number {
            case RPCField.Subscription.isSubscribe: isSubscribe = try number(of: field) != 0
            case RPCField.Subscription.topic: topic = try Self.bytes(of: field)
            default: break
            }
        }
        return SubscriptionChange(isSubscribe: isSubscribe, topic: topic)
    }

    private static func message(_ bytes: ArraySlice<UInt8>) throws(GossipViolation) -> WireMessage {
        do {
            return try WireMessage(bytes)
        } catch {
            throw .malformed
        }
    }

    private static func graft(_ bytes: ArraySlice<UInt8>) throws(GossipViolation) -> ArraySlice<UInt8> {
        var topic: ArraySlice<UInt8> = []
        var reader = ProtobufReader(bytes)
        while let field = try next(&reader) {
            if field.number == RPCField.Graft.topic { topic = try Self.bytes(of: field) }
        }
        return topic
    }

    private static func exchangedPeer(_ bytes: ArraySlice<UInt8>) throws(GossipViolation) -> ExchangedPeer {
        var peer: ArraySlice<UInt8> = []
        var signedRecord: ArraySlice<UInt8> = []
        var reader = ProtobufReader(bytes)
        while let field = try next(&reader) {
            switch field.number {
            case RPCField.PeerInfo.peer: peer = try Self.bytes(of: field)
            case RPCField.PeerInfo.signedRecord: signedRecord = try Self.bytes(of: field)
            default: break
            }
        }
        return ExchangedPeer(peer: peer, signedRecord: signedRecord)
    }

    private static func extensions(_ bytes: ArraySlice<UInt8>) throws(GossipViolation) -> PeerExtensions {
        var extensions = PeerExtensions.none
        var reader = ProtobufReader(bytes)
        while let field = try next(&reader) {
            if field.number == RPCField.testExtension {
                extensions.hasTestExtension = try number(of: field) != 0
            }
        }
        return extensions
    }

    private static func next(_ reader: inout ProtobufReader) throws(GossipViolation) -> ProtobufField? {
        do {
            return try reader.next()
        } catch {
            throw .malformed
        }
    }

    private static func bytes(of field: ProtobufField) throws(GossipViolation) -> ArraySlice<UInt8> {
        do {
            return try field.bytes()
        } catch {
            throw .malformed
        }
    }

    private static func number(of field: ProtobufField) throws(GossipViolation) -> UInt64 {
        do {
            return try field.uint64()
        } catch {
            throw .malformed
        }
    }
}
