import CResolv
import Glibc
import NIOCore
import NIOPosix
import Net

/// Looks TXT records up with the system's resolver, on threads of NIO's pool: it blocks.
enum TXTResolver {
    /// The longest answer that DNS can give.
    private static let maximumAnswerBytes = 65_535

    /// The TXT records of a name, each with its strings joined.
    ///
    /// - Parameter server: The one name server to ask (IPv4); `nil` for the system's.
    static func lookUp(
        _ name: String,
        server: SocketAddress?,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<[[UInt8]]> {
        NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) {
            records(in: try answerBlocking(name, server: server))
        }
    }

    private static func answerBlocking(
        _ name: String,
        server: SocketAddress?
    ) throws(TransportError) -> [UInt8] {
        var answer = [UInt8](repeating: 0, count: maximumAnswerBytes)
        let capacity = Int32(answer.count)
        let length: Int32
        switch server {
        case .v4(let server):
            var address = server.address
            length = cresolv_query_text(name, &address, &answer, capacity)
        case nil: length = cresolv_query_text(name, nil, &answer, capacity)
        case .v6, .unixDomainSocket: throw .unsupported
        }
        guard length >= 0 else { throw length == -1 ? .nameNotFound : .nameFailure }
        return Array(answer.prefix(Int(length)))
    }

    /// Reads the records of an answer. One that is damaged ends the list.
    static func records(in answer: [UInt8]) -> [[UInt8]] {
        var records: [[UInt8]] = []
        for index in 0..<Int32(DNSAddrSearch.maximumRecords) {
            var offset: Int32 = 0
            let length = cresolv_text_record(answer, Int32(answer.count), index, &offset)
            if length == -1 { break }
            let (start, end) = (Int(offset), Int(offset) + Int(length))
            guard length > 0, start > 0, end <= answer.count else { continue }
            records.append(joinedStrings(answer[start..<end]))
        }
        return records
    }

    /// Character strings, each with its length before it (RFC 1035, section 3.3.14). One that is cut short
    /// counts as it is.
    private static func joinedStrings(_ data: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var rest = data
        while let length = rest.popFirst() {
            text += rest.prefix(Int(length))
            rest = rest.dropFirst(Int(length))
        }
        return text
    }
}
