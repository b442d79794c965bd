import Glibc

/// A blocking TCP socket on 127.0.0.1 with a timeout of ten seconds, for driving the proxy from both sides.
final class LoopbackSocket {
    private let descriptor: Int32

    struct Failure: Error {
        let code: Int32
    }

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    /// A socket that listens on a port of the kernel's choice.
    static func listening() throws -> (socket: LoopbackSocket, port: Int) {
        let socket = LoopbackSocket(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = Self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket.descriptor, $0, length) | listen(socket.descriptor, 8)
                    | getsockname(socket.descriptor, $0, &length)
            }
        }
        guard result == 0 else { throw Failure(code: errno) }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    static func connected(to port: Int) throws -> LoopbackSocket {
        let socket = LoopbackSocket(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = Self.address(port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(code: errno) }
        return socket
    }

    func accept() throws -> LoopbackSocket {
        let accepted = Glibc.accept(descriptor, nil, nil)
        guard accepted >= 0 else { throw Failure(code: errno) }
        return LoopbackSocket(accepted)
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// At most `maximum` bytes, as they come; none at the end of the stream.
    func read(maximum: Int = 65_536) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: maximum)
        let count = recv(descriptor, &buffer, maximum, 0)
        guard count >= 0 else { throw Failure(code: errno) }
        return Array(buffer[..<count])
    }

    /// Exactly this many bytes.
    func read(exactly count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let chunk = try read(maximum: count - bytes.count)
            guard !chunk.isEmpty else { throw Failure(code: 0) }
            bytes += chunk
        }
        return bytes
    }

    /// Whether bytes, the end or an error come within that time.
    func isReadable(within limit: Duration) throws -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(limit / .milliseconds(1))
        let count = Glibc.poll(&poll, 1, milliseconds)
        guard count >= 0 else { throw Failure(code: errno) }
        return count > 0
    }

    func finishWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}
