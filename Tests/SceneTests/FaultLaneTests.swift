import NIOCore
import NIOEmbedded
import Testing

@testable import FaultProxy

/// One way through the proxy on a clock of its own, so that times are exact.
@Suite("Fault lane")
struct FaultLaneTests {
    private let loop = EmbeddedEventLoop()
    private let source: EmbeddedChannel
    private let destination: EmbeddedChannel

    init() throws {
        source = EmbeddedChannel(loop: loop)
        destination = EmbeddedChannel(loop: loop)
        try destination.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func lane(_ words: String..., seed: UInt64 = 1) throws -> FaultLane {
        var settings = FaultSettings()
        for change in try FaultWords.settings(words) { change.apply(to: &settings) }
        return FaultLane(
            from: source,
            to: destination,
            direction: .up,
            settings: settings,
            random: FaultRandom(seed: seed)
        )
    }

    /// What has gone out since the last time, write by write.
    private func written() throws -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        while let buffer = try destination.readOutbound(as: ByteBuffer.self) {
            pieces.append(Array(buffer.readableBytesView))
        }
        return pieces
    }

    private func bytes(_ count: Int) -> ByteBuffer {
        ByteBuffer(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0) })
    }

    @Test("Without a fault bytes pass at once, as they came")
    func plain() throws {
        let lane = try lane()
        lane.receive(ByteBuffer(bytes: [1, 2]))
        lane.receive(ByteBuffer(bytes: [3]))
        #expect(try written() == [[1, 2], [3]])
    }

    @Test("A delay is kept to the millisecond, for each chunk on its own")
    func delay() throws {
        let lane = try lane("delay=100ms")
        lane.receive(ByteBuffer(bytes: [1]))
        loop.advanceTime(by: .milliseconds(40))
        lane.receive(ByteBuffer(bytes: [2]))
        loop.advanceTime(by: .milliseconds(59))
        #expect(try written().isEmpty)
        loop.advanceTime(by: .milliseconds(1))
        #expect(try written() == [[1]])
        loop.advanceTime(by: .milliseconds(39))
        #expect(try written().isEmpty)
        loop.advanceTime(by: .milliseconds(1))
        #expect(try written() == [[2]])
    }

    @Test(
        "Jitter adds at most its time, differs, and never changes the order",
        arguments: 1...20 as ClosedRange<UInt64>
    )
    func jitter(seed: UInt64) throws {
        let lane = try lane("delay=50ms", "jitter=30ms", seed: seed)
        var arrivals: [UInt8: Int] = [:]
        var order: [UInt8] = []
        for millisecond in 0..<200 {
            if millisecond < 100, millisecond % 10 == 0 {
                lane.receive(ByteBuffer(bytes: [UInt8(millisecond / 10)]))
            }
            loop.advanceTime(by: .milliseconds(1))
            for byte in try written().joined() {
                arrivals[byte] = millisecond + 1
                order.append(byte)
            }
        }
        #expect(order == Array(0..<10))
        let delays = arrivals.map { $0.value - Int($0.key) * 10 }
        #expect(delays.allSatisfy { (50...81).contains($0) }, "\(delays)")
        #expect(Set(delays).count > 1)
    }

    @Test("A rate lets exactly its bytes pass in a second")
    func rate() throws {
        let lane = try lane("rate=10KB")
        lane.receive(bytes(20_480))
        var count = 0
        for _ in 0..<10 {
            loop.advanceTime(by: .milliseconds(100))
            count += try written().map(\.count).reduce(0, +)
        }
        // One piece goes out before the first moment has passed.
        #expect((10_240...10_240 + 204).contains(count), "\(count)")
        loop.advanceTime(by: .seconds(1))
        #expect(try written().map(\.count).reduce(count, +) == 20_480)
    }

    @Test("Chopped, each write holds one byte")
    func chop() throws {
        let lane = try lane("chop")
        lane.receive(bytes(300))
        loop.run()
        let pieces = try written()
        #expect(pieces.count == 300)
        #expect(Array(pieces.joined()) == Array(bytes(300).readableBytesView))
    }

    @Test("Corruption turns over one bit of one byte, once")
    func corruption() throws {
        let lane = try lane()
        lane.corruptNextByte()
        lane.receive(ByteBuffer(bytes: [0, 0, 0]))
        lane.receive(ByteBuffer(bytes: [0]))
        let received = try written().joined()
        #expect(received.map(\.nonzeroBitCount).reduce(0, +) == 1)
        #expect(received.count == 4)
    }

    @Test("A stalled lane reads on until its limit and lets go of everything in order when it is mended")
    func stall() throws {
        let lane = try lane("stall=up")
        for _ in 0..<5 { lane.receive(bytes(50_000)) }
        #expect(lane.wantsMore)
        lane.receive(bytes(50_000))
        #expect(!lane.wantsMore)
        #expect(try written().isEmpty)
        lane.change(FaultSettings())
        #expect(try written() == Array(repeating: Array(bytes(50_000).readableBytesView), count: 6))
        #expect(lane.wantsMore)
    }

    @Test("The end comes behind the bytes that wait, and nothing is read after it")
    func end() throws {
        let lane = try lane("delay=10ms")
        lane.receive(ByteBuffer(bytes: [1]))
        lane.receiveEnd()
        #expect(!lane.wantsMore)
        #expect(try written().isEmpty)
        loop.advanceTime(by: .milliseconds(10))
        #expect(try written() == [[1]])
    }
}
