import Gossip
import Net
import Testing

@testable import PubSub

/// One row per state and event: the answer, and what the link wants next.
@Suite("The streams of gossip with one peer")
struct GossipLinkTests {
    private static let now = Instant.origin
    private static let stream = StreamID(
        connection: ConnectionID(dialled: 1),
        stream: YamuxStreamID(rawValue: 1)
    )
    private static let other = StreamID(
        connection: ConnectionID(dialled: 2),
        stream: YamuxStreamID(rawValue: 3)
    )
    private static let inbound = StreamID(
        connection: ConnectionID(dialled: 1),
        stream: YamuxStreamID(rawValue: 2)
    )

    private func makeLink() -> GossipLink {
        GossipLink(direction: .outbound, address: [], now: Self.now)
    }

    private func openLink() -> GossipLink {
        var link = makeLink()
        link.receiveProposal(Self.stream)
        _ = link.receiveAgreement(Self.stream, .meshsub12)
        return link
    }

    private func reader(_ stream: StreamID) -> GossipReader {
        GossipReader(stream: stream, maximumFrameBytes: 100)
    }

    @Test("A connected peer's stream is opened at once, and the router is told of it when it is agreed on")
    func opening() {
        var link = makeLink()
        #expect(link.retryInstant == Self.now)
        #expect(link.isCongested)
        link.receiveProposal(Self.stream)
        #expect(link.retryInstant == nil)
        #expect(link.outboundStream == Self.stream)
        #expect(link.isCongested)
        let standing1 = link.receiveAgreement(Self.stream, .meshsub12)
        #expect(standing1 == .new)
        #expect(link.version == .meshsub12)
        #expect(!link.isCongested)
    }

    @Test("A stream that breaks is opened again, and the peer is the same")
    func breaking() {
        var link = openLink()
        link.fail(now: Self.now)
        #expect(link.retryInstant == Self.now + GossipLink.firstRetry)
        #expect(link.outboundStream == nil)
        #expect(link.isCongested)
        let isLost2 = link.takeLoss()
        #expect(!isLost2)
        link.receiveProposal(Self.other)
        let standing3 = link.receiveAgreement(Self.other, .meshsub12)
        #expect(standing3 == .renewed)
        #expect(!link.isCongested)
    }

    @Test("A peer that comes back with another version is a new one")
    func anotherVersion() {
        var link = openLink()
        _ = link.renew(now: Self.now)
        link.receiveProposal(Self.other)
        let standing4 = link.receiveAgreement(Self.other, .meshsub11)
        #expect(standing4 == .new)
    }

    @Test("The waits grow to a limit, and after some failures the peer is none of gossip, which is said once")
    func failing() {
        var link = openLink()
        var waits: [Interval] = []
        for _ in 0..<12 {
            link.fail(now: Self.now)
            waits.append((link.retryInstant ?? Self.now) - Self.now)
        }
        #expect(waits == waits.sorted())
        #expect(waits.last == GossipLink.longestRetry)
        let isLost5 = link.takeLoss()
        #expect(isLost5)
        let isLost6 = link.takeLoss()
        #expect(!isLost6)
        #expect(link.version == nil)
        link.receiveProposal(Self.other)
        let standing7 = link.receiveAgreement(Self.other, .meshsub12)
        #expect(standing7 == .new)
    }

    @Test("A peer that refuses is asked again only when it says that it gossips, by word or by deed")
    func refusing() {
        var link = makeLink()
        link.receiveProposal(Self.stream)
        link.receiveRefusal(now: Self.now)
        #expect(link.isRefused)
        #expect(link.retryInstant == nil)
        let former8 = link.renew(now: Self.now)
        #expect(former8 == nil)
        #expect(link.retryInstant == Self.now)
        #expect(!link.isRefused)
    }

    @Test("A peer that gossips to us is asked again although it refuses")
    func refusingWhileGossiping() {
        var link = makeLink()
        _ = link.receiveReader(reader(Self.inbound))
        link.receiveProposal(Self.stream)
        link.receiveRefusal(now: Self.now)
        #expect(!link.isRefused)
        #expect(link.retryInstant == Self.now + GossipLink.firstRetry)
    }

    @Test("A peer of gossip that refuses is forgotten by the router at once")
    func refusingLater() {
        var link = openLink()
        let former9 = link.renew(now: Self.now)
        #expect(former9 == Self.stream)
        link.receiveProposal(Self.other)
        link.receiveRefusal(now: Self.now)
        let isLost10 = link.takeLoss()
        #expect(isLost10)
    }

    @Test("What is queued waits for the stream; what waited for the last one is dropped with it")
    func queueing() {
        var link = makeLink()
        link.append([1, 2, 3])
        #expect(link.unsent == nil, "there is no stream to queue for")
        link.receiveProposal(Self.stream)
        _ = link.receiveAgreement(Self.stream, .meshsub12)
        link.append([1, 2, 3])
        #expect(link.unsent?.stream == Self.stream)
        #expect(link.unsent?.bytes == [3, 1, 2, 3])
        link.receiveWritten(3, now: Self.now)
        #expect(link.unsent?.bytes == [3])
        #expect(link.isCongested)
        #expect(link.waitEnd != nil)
        link.receiveWritten(1, now: Self.now)
        #expect(link.unsent == nil)
        #expect(!link.isCongested)
        #expect(link.waitEnd == nil)
        link.append([4])
        _ = link.renew(now: Self.now)
        link.receiveProposal(Self.other)
        _ = link.receiveAgreement(Self.other, .meshsub12)
        #expect(link.unsent == nil)
    }

    @Test(
        "The peer's streams are read once the router knows the peer, the older one first, and a third replaces the first"
    )
    func reading() {
        var link = makeLink()
        let surplus11 = link.receiveReader(reader(Self.inbound))
        #expect(surplus11 == nil)
        link.receiveReadable(Self.inbound, hasEnded: false)
        #expect(link.readableStream == nil, "the router does not know the peer")
        link.receiveProposal(Self.stream)
        _ = link.receiveAgreement(Self.stream, .meshsub12)
        #expect(link.readableStream == Self.inbound)
        let surplus12 = link.receiveReader(reader(Self.other))
        #expect(surplus12 == nil)
        link.receiveReadable(Self.other, hasEnded: false)
        #expect(link.readableStream == Self.inbound)
        link.receive([2, 7, 8], on: Self.inbound, isDrained: true)
        #expect(link.readableStream == Self.other)
        let third = StreamID(connection: ConnectionID(dialled: 3), stream: YamuxStreamID(rawValue: 4))
        let surplus13 = link.receiveReader(reader(third))
        #expect(surplus13 == Self.inbound)
    }

    @Test("A peer begins anew with the first RPC of each stream but the first it is heard on")
    func beginningAnew() throws {
        var link = openLink()
        for stream in [Self.inbound, Self.other] { _ = link.receiveReader(reader(stream)) }
        link.receive([1, 7, 1, 8], on: Self.other, isDrained: true)
        link.receive([1, 9, 1, 10], on: Self.inbound, isDrained: true)
        var heard: [(UInt8?, Bool)] = []
        for stream in [Self.other, Self.inbound] {
            while let frame = try link.nextFrame(of: stream) {
                heard.append((frame.bytes.first, frame.isRenewal))
            }
        }
        #expect(heard.map { $0.0 } == [7, 8, 9, 10])
        #expect(heard.map { $0.1 } == [false, false, true, false])
    }

    @Test("A stream is read to its end before it is closed")
    func ending() {
        var link = openLink()
        _ = link.receiveReader(reader(Self.inbound))
        link.receiveReadable(Self.inbound, hasEnded: true)
        #expect(!link.isReadToEnd(Self.inbound))
        link.receive([1], on: Self.inbound, isDrained: false)
        #expect(!link.isReadToEnd(Self.inbound))
        link.receive([9], on: Self.inbound, isDrained: true)
        #expect(link.isReadToEnd(Self.inbound))
        link.removeReader(of: Self.inbound)
        #expect(!link.isReadToEnd(Self.inbound))
    }

    @Test("An RPC longer than the limit is an error")
    func tooLong() {
        var link = openLink()
        _ = link.receiveReader(reader(Self.inbound))
        link.receive([101], on: Self.inbound, isDrained: true)
        #expect(throws: FrameError.tooLarge) { _ = try link.nextFrame(of: Self.inbound) }
    }
}
