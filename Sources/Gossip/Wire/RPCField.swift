/// The field numbers of the pub/sub messages (specs `pubsub/README.md`, `gossipsub-v1.1.md`,
/// `extensions/extensions.proto`).
enum RPCField {
    static var subscriptions: UInt32 { 1 }
    static var messages: UInt32 { 2 }
    static var control: UInt32 { 3 }
    static var testExtension: UInt32 { 6_492_434 }

    enum Subscription {
        static var isSubscribe: UInt32 { 1 }
        static var topic: UInt32 { 2 }
    }

    enum Message {
        static var from: UInt32 { 1 }
        static var data: UInt32 { 2 }
        static var sequenceNumber: UInt32 { 3 }
        static var topic: UInt32 { 4 }
        static var signature: UInt32 { 5 }
        static var key: UInt32 { 6 }
    }

    enum Control {
        static var have: UInt32 { 1 }
        static var want: UInt32 { 2 }
        static var graft: UInt32 { 3 }
        static var prune: UInt32 { 4 }
        static var dontWant: UInt32 { 5 }
        static var extensions: UInt32 { 6 }
    }

    enum Have {
        static var topic: UInt32 { 1 }
        static var messageIDs: UInt32 { 2 }
    }

    /// IWANT and IDONTWANT.
    enum MessageIDs {
        static var messageIDs: UInt32 { 1 }
    }

    enum Graft {
        static var topic: UInt32 { 1 }
    }

    enum Prune {
        static var topic: UInt32 { 1 }
        static var peers: UInt32 { 2 }
        static var backoffSeconds: UInt32 { 3 }
    }

    enum PeerInfo {
        static var peer: UInt32 { 1 }
        static var signedRecord: UInt32 { 2 }
    }
}
