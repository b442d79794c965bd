import FaultProxy
import Glibc
import NIOCore
import Testing

@testable import ScenePlayer

@Suite("Fault proxy", .serialized, .timeLimit(.minutes(1)))
struct FaultProxyTests {
    /// Two sockets with the proxy between them.
    private struct Route {
        let proxy: FaultProxy
        let port: Int
        let dialer: LoopbackSocket
        let target: LoopbackSocket
        let listener: LoopbackSocket
        private let ports: PortReserve

        init(_ words: [String] = []) throws {
            let (listener, targetPort) = try LoopbackSocket.listening()
            self.listener = listener
            // The proxy's own port has to be known beforehand.
            ports = PortReserve()
            port = Int(ports.take())
            var settings = FaultSettings()
            for change in try FaultWords.settings(words) { change.apply(to: &settings) }
            proxy = try FaultProxy(
                listening: SocketAddress(ipAddress: "127.0.0.1", port: port),
                target: SocketAddress(ipAddress: "127.0.0.1", port: targetPort),
                settings: settings
            )
            dialer = try LoopbackSocket.connected(to: port)
            target = try listener.accept()
            // What has come through has been joined: strikes find the connection.
            try dialer.write([0])
            _ = try target.read(exactly: 1)
        }

        func apply(_ words: String...) throws {
            proxy.apply(try FaultWords.settings(words))
        }
    }

    private let payload = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    @Test(
        "Every byte arrives in order, whatever the lasting fault",
        arguments: [
            [], ["delay=20ms"], ["jitter=20ms"], ["rate=2MB"], ["delay=5ms", "jitter=5ms", "rate=5MB"],
        ]
    )
    func passing(words: [String]) throws {
        let route = try Route(words)
        defer { route.proxy.close() }
        try route.dialer.write(payload)
        #expect(try route.target.read(exactly: payload.count) == payload)
        try route.target.write(payload)
        #expect(try route.dialer.read(exactly: payload.count) == payload)
    }

    @Test("Chopped bytes come one by one, and all of them")
    func chopping() throws {
        let route = try Route(["chop"])
        defer { route.proxy.close() }
        try route.dialer.write(Array(payload.prefix(2000)))
        #expect(try route.target.read(exactly: 2000) == Array(payload.prefix(2000)))
    }

    @Test("A delay holds bytes back for at least its time")
    func delay() throws {
        let route = try Route(["delay=100ms"])
        defer { route.proxy.close() }
        let start = ContinuousClock.now
        try route.dialer.write([1])
        #expect(try route.target.read() == [1])
        #expect(start.duration(to: .now) >= .milliseconds(100))
    }

    @Test("A rate takes the time that the bytes need")
    func rate() throws {
        let route = try Route(["rate=100KB"])
        defer { route.proxy.close() }
        let start = ContinuousClock.now
        try route.dialer.write(Array(payload.prefix(20_480)))
        _ = try route.target.read(exactly: 20_480)
        #expect(start.duration(to: .now) >= .milliseconds(170))
    }

    @Test("One bit of one byte is turned over, in the way that was asked for")
    func corruption() throws {
        let route = try Route()
        defer { route.proxy.close() }
        try route.apply("corrupt=down")
        try route.dialer.write([1, 2, 3])
        #expect(try route.target.read(exactly: 3) == [1, 2, 3])
        try route.target.write([1, 2, 3])
        #expect(try route.dialer.read(exactly: 3) == [1, 2, 0x13])
        try route.target.write([1])
        #expect(try route.dialer.read(exactly: 1) == [1])
    }

    @Test("A stalled way holds its bytes until it is mended; the other way goes on")
    func stall() throws {
        let route = try Route()
        defer { route.proxy.close() }
        try route.apply("stall=up")
        try route.dialer.write([7])
        try route.target.write([8])
        #expect(try route.dialer.read() == [8])
        route.proxy.mend()
        #expect(try route.target.read() == [7])
    }

    @Test("The end of one way passes, and the other goes on")
    func halfClose() throws {
        let route = try Route()
        defer { route.proxy.close() }
        try route.dialer.write([1])
        route.dialer.finishWriting()
        #expect(try route.target.read() == [1])
        #expect(try route.target.read().isEmpty)
        try route.target.write([2])
        #expect(try route.dialer.read() == [2])
        try route.apply("half-close=down")
        #expect(try route.dialer.read().isEmpty)
    }

    @Test("A reset reaches both sides as a reset")
    func reset() throws {
        let route = try Route()
        defer { route.proxy.close() }
        try route.apply("reset")
        for socket in [route.dialer, route.target] {
            #expect {
                try socket.read()
            } throws: {
                ($0 as? LoopbackSocket.Failure)?.code == ECONNRESET
            }
        }
    }

    @Test("A dialler that roams is gone for itself alone, and comes back by another connection")
    func roam() throws {
        let route = try Route()
        defer { route.proxy.close() }
        try route.apply("roam")
        #expect(throws: LoopbackSocket.Failure.self) { try route.dialer.read() }
        try route.target.write([1])
        #expect(try !route.target.isReadable(within: .milliseconds(200)), "the other side hears nothing")
        let dialer = try LoopbackSocket.connected(to: route.port)
        let target = try route.listener.accept()
        try dialer.write([5])
        #expect(try target.read() == [5])
        #expect(try !route.target.isReadable(within: .milliseconds(50)))
    }

    @Test("A cut link refuses dials, a mended one takes them")
    func cut() throws {
        let route = try Route()
        defer { route.proxy.close() }
        try route.apply("cut")
        #expect {
            try LoopbackSocket.connected(to: route.port)
        } throws: {
            ($0 as? LoopbackSocket.Failure)?.code == ECONNREFUSED
        }
        #expect(throws: LoopbackSocket.Failure.self) { try route.dialer.read() }
        route.proxy.mend()
        let dialer = try LoopbackSocket.connected(to: route.port)
        let target = try route.listener.accept()
        try dialer.write([5])
        #expect(try target.read() == [5])
        #expect(route.proxy.connectionCount == 1)
    }
}
