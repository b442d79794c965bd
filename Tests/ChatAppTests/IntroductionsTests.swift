import Net
import Testing

@testable import ChatCore

@Suite("Who tells whom a nick, and how often")
struct IntroductionsTests {
    private static func peer(_ number: UInt8) -> PeerID {
        KeyPair(seed: Array(repeating: number, count: 32)).peerID
    }

    private static func stream(_ number: UInt32) -> StreamID {
        StreamID(connection: ConnectionID(dialled: 1), stream: YamuxStreamID(rawValue: number))
    }

    private static let start = Instant(nanoseconds: 0)

    @Test("A peer that offers the protocol is told once, and another not at all")
    func meeting() {
        var machine = Introductions()
        machine.receiveIdentified(Self.peer(1), offersProtocol: false, now: Self.start)
        let nobody = machine.next(now: Self.start)
        #expect(nobody == nil)
        machine.receiveIdentified(Self.peer(2), offersProtocol: true, now: Self.start)
        machine.receiveIdentified(Self.peer(2), offersProtocol: true, now: Self.start)
        let told = machine.next(now: Self.start)
        #expect(told == Self.peer(2))
        machine.receiveIdentified(Self.peer(2), offersProtocol: true, now: Self.start)
        let again = machine.next(now: Self.start)
        #expect(again == nil && machine.nextDeadline == nil)
    }

    @Test("A change is told five seconds after the last telling at the earliest")
    func changing() {
        var machine = Introductions()
        machine.receiveRenamed(now: Self.start)
        #expect(machine.nextDeadline == nil)
        machine.receiveIdentified(Self.peer(2), offersProtocol: true, now: Self.start)
        _ = machine.next(now: Self.start)
        let soon = Self.start + .seconds(1)
        machine.receiveRenamed(now: soon)
        let early = machine.next(now: soon)
        #expect(early == nil && machine.nextDeadline == Self.start + Introductions.tellInterval)
        let due = machine.next(now: Self.start + Introductions.tellInterval)
        #expect(due == Self.peer(2))
        machine.receiveDisconnected(Self.peer(2))
        machine.receiveRenamed(now: Self.start + .seconds(60))
        #expect(machine.nextDeadline == nil)
    }

    @Test("A telling is read in pieces; one too long, one too soon and a second at once are not")
    func hearing() throws {
        let nick = try Nick("änn")
        var machine = Introductions()
        let isFirst = machine.receiveStream(Self.stream(1), of: Self.peer(1), now: Self.start)
        let isSecond = machine.receiveStream(Self.stream(3), of: Self.peer(1), now: Self.start + .seconds(9))
        #expect(isFirst && !isSecond)
        for byte in Introductions.bytes(nick) {
            let goesOn = machine.receive([byte], on: Self.stream(1))
            #expect(goesOn)
        }
        let told = machine.receiveEnd(of: Self.stream(1))
        #expect(told?.peer == Self.peer(1) && told?.nick == nick)
        let soon = machine.receiveStream(
            Self.stream(5),
            of: Self.peer(1),
            now: Self.start + .milliseconds(999)
        )
        let later = machine.receiveStream(Self.stream(7), of: Self.peer(1), now: Self.start + .seconds(1))
        #expect(!soon && later)
        let long = [UInt8](repeating: 0, count: Introductions.maximumBytes)
        let fits = machine.receive(long, on: Self.stream(7))
        let fitsMore = machine.receive([0], on: Self.stream(7))
        #expect(fits && !fitsMore && !machine.isReading(Self.stream(7)))
    }

    @Test("Many peers at once are read up to a limit, and those that go make room")
    func limit() {
        var machine = Introductions()
        for number in 0..<UInt32(Introductions.maximumReading) {
            let seed = (0..<32).map { UInt8(truncatingIfNeeded: number &* 7 &+ $0 &+ (number >> 8)) }
            let peer = KeyPair(seed: seed).peerID
            _ = machine.receiveStream(Self.stream(number), of: peer, now: Self.start)
        }
        let other = Self.peer(251)
        let tooMany = machine.receiveStream(Self.stream(9_999), of: other, now: Self.start)
        machine.receiveLoss(of: Self.stream(0))
        let fits = machine.receiveStream(Self.stream(9_999), of: other, now: Self.start)
        #expect(!tooMany && fits)
    }

    @Test(
        "What is no nick is none, whatever the bytes",
        arguments: [[], [0x0A], [0x0A, 0], [0x0A, 1, 7], [8, 1]]
    )
    func malformed(_ bytes: [UInt8]) {
        #expect(Introductions.nick(bytes) == nil)
    }

    @Test("Fields of later versions are passed over")
    func laterFields() throws {
        var writer = ProtobufWriter()
        writer.append(9, string: "later")
        writer.append(1, string: "ann")
        writer.append(10, varint: 3)
        let nick = try Nick("ann")
        #expect(Introductions.nick(writer.bytes) == nick)
    }
}
