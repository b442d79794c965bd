import Glibc

/// Plain blocking sockets: what everything is compared with. Speaks perf's exchange (libp2p specs,
/// perf/perf.md) without any libp2p around it: a count of eight bytes, an upload to its end, then that many
/// bytes back. A count of all ones asks for an echo instead.
enum RawTCP {
    static let blockBytes = 65_536
    private static let echoMark = UInt64.max

    /// Listens on a free port of the loopback interface, tells it, and serves connections one after another;
    /// never returns.
    static func serve(announce: (UInt16) -> Void) throws {
        let (listener, port) = try listen()
        announce(port)
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { throw BenchmarkError("cannot accept") }
            serve(connection)
            close(connection)
        }
    }

    /// Uploads and then downloads that many bytes; returns the seconds it took from connecting to the last
    /// byte.
    static func transfer(port: UInt16, upload: Int, download: Int) throws -> Double {
        try Clock.measure {
            let connection = try connect(port: port)
            defer { close(connection) }
            try send(connection, header(UInt64(download)))
            try sendZeros(connection, upload)
            shutdown(connection, Int32(SHUT_WR))
            guard receiveToEnd(connection) == download else {
                throw BenchmarkError("the download is cut short")
            }
        }
    }

    /// Seconds for `rounds` exchanges of `bytes` bytes, there and back.
    static func pingPong(port: UInt16, rounds: Int, bytes: Int) throws -> Double {
        let connection = try connect(port: port)
        defer { close(connection) }
        try send(connection, header(echoMark))
        var block = [UInt8](repeating: 1, count: bytes)
        return try Clock.measure {
            for _ in 0..<rounds {
                try send(connection, block)
                var count = 0
                while count < bytes {
                    let received = recv(connection, &block, bytes - count, 0)
                    guard received > 0 else { throw BenchmarkError("the echo is cut short") }
                    count += received
                }
            }
        }
    }

    // MARK: - Sockets

    /// A listening socket on a free port of the loopback interface.
    static func listen() throws -> (socket: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withSocketAddress(&address) { bind(listener, $0, length) == 0 }
        guard isBound, Glibc.listen(listener, 16) == 0 else { throw BenchmarkError("cannot listen") }
        _ = withSocketAddress(&address) { getsockname(listener, $0, &length) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private static func serve(_ connection: Int32) {
        setNoDelay(connection)
        var wanted: UInt64 = 0
        var block = [UInt8](repeating: 0, count: blockBytes)
        for _ in 0..<8 {
            guard recv(connection, &block, 1, 0) == 1 else { return }
            wanted = wanted << 8 | UInt64(block[0])
        }
        if wanted == echoMark {
            while true {
                let count = recv(connection, &block, blockBytes, 0)
                guard count > 0, Glibc.send(connection, block, count, noSignal) == count else { return }
            }
        }
        _ = receiveToEnd(connection)
        try? sendZeros(connection, Int(wanted))
    }

    static func connect(port: UInt16) throws -> Int32 {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard withSocketAddress(&address, { Glibc.connect(connection, $0, length) == 0 }) else {
            throw BenchmarkError("cannot connect")
        }
        setNoDelay(connection)
        return connection
    }

    static func send(_ connection: Int32, _ bytes: [UInt8]) throws {
        guard Glibc.send(connection, bytes, bytes.count, noSignal) == bytes.count else {
            throw BenchmarkError("cannot send")
        }
    }

    private static func sendZeros(_ connection: Int32, _ count: Int) throws {
        let block = [UInt8](repeating: 0, count: blockBytes)
        var rest = count
        while rest > 0 {
            let sent = Glibc.send(connection, block, min(rest, block.count), noSignal)
            guard sent > 0 else { throw BenchmarkError("cannot send") }
            rest -= sent
        }
    }

    private static func receiveToEnd(_ connection: Int32) -> Int {
        var block = [UInt8](repeating: 0, count: blockBytes)
        var total = 0
        while true {
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return total }
            total += count
        }
    }

    static var noSignal: Int32 { Int32(MSG_NOSIGNAL) }

    private static func header(_ count: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * UInt64($0))) }
    }

    /// Lets neither sending nor receiving wait for longer.
    static func setTimeout(_ connection: Int32, milliseconds: Int) {
        var time = timeval(tv_sec: milliseconds / 1_000, tv_usec: milliseconds % 1_000 * 1_000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(connection, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    static func setNoDelay(_ connection: Int32) {
        var isOn: Int32 = 1
        setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    private static func withSocketAddress<Value>(
        _ address: inout sockaddr_in,
        _ body: (UnsafeMutablePointer<sockaddr>) -> Value
    ) -> Value {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
        }
    }
}
