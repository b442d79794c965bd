import Net
import Testing

@Suite("Multistream-select")
struct MultistreamTests {
    private static let header = "/multistream/1.0.0"

    private func message(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        Varint.append(UInt64(text.utf8.count + 1), to: &bytes)
        return bytes + [UInt8](text.utf8) + [0x0A]
    }

    private func messages(_ texts: String...) -> [UInt8] { texts.flatMap { message($0) } }

    // MARK: - Dialer

    @Test("The header and the first proposal leave together")
    func firstFlight() {
        var dialer = MultistreamDialer(protocols: ["/noise", "/tls"], optimistic: false)
        #expect(dialer.takeOutbound() == messages(Self.header, "/noise"))
        #expect(dialer.takeOutbound() == [])
        #expect(dialer.assumedProtocol == nil)
    }

    @Test(
        "A confirmation selects, and hands on what came behind it, however it is cut",
        arguments: [1, 2, 5, 100]
    )
    func confirmation(chunkBytes: Int) throws {
        let answer = messages(Self.header, "/noise")
        let payload: [UInt8] = [1, 2, 3]
        var dialer = MultistreamDialer(protocols: ["/noise"], optimistic: true)
        #expect(dialer.assumedProtocol == "/noise")
        let stream = answer + payload
        var selected: MultistreamProgress?
        var consumed = 0
        while selected == nil {
            let end = min(consumed + chunkBytes, stream.count)
            let progress = try dialer.receive(stream[consumed..<end])
            consumed = end
            if progress != .negotiating { selected = progress }
        }
        #expect(selected == .selected("/noise", leftover: stream[answer.count..<consumed]))
    }

    @Test("After a refusal the next protocol is proposed, and after the last nothing is left")
    func refusals() throws {
        var dialer = MultistreamDialer(protocols: ["/a", "/b"], optimistic: false)
        _ = dialer.takeOutbound()
        #expect(try dialer.receive(messages(Self.header, "na")[...]) == .negotiating)
        #expect(dialer.takeOutbound() == message("/b"))
        var other = dialer
        #expect(try dialer.receive(message("/b")[...]) == .selected("/b", leftover: []))
        #expect(try other.receive(message("na")[...]) == .refused)
        #expect(other.takeOutbound() == [])
    }

    @Test("An optimistic dialer has already sent its data, so one refusal is the end")
    func optimisticRefusal() throws {
        var dialer = MultistreamDialer(protocols: ["/a", "/b"], optimistic: true)
        #expect(dialer.assumedProtocol == "/a")
        #expect(try dialer.receive(messages(Self.header, "na")[...]) == .refused)
    }

    @Test(
        "Answers that no listener gives end the negotiation",
        arguments: [
            ("\u{0B}/tls/1.0.0\n", .notMultistream), ("\u{13}/multistream/2.0.0\n", .notMultistream),
            ("\0", .invalidLength), ("\u{13}/multistream/1.0.0 ", .malformedMessage),
            ("\u{13}/multistream/1.0.0\n\u{03}/b\n", .unexpectedAnswer),
            ("\u{13}/multistream/1.0.0\n\u{13}/multistream/1.0.0\n", .unexpectedAnswer),
            ("\u{13}/multistream/1.0.0\n\u{01}\n", .unexpectedAnswer),
            ("\u{13}/multistream/1.0.0\n\0", .invalidLength),
        ] as [(String, MultistreamError)]
    )
    func badAnswers(text: String, error: MultistreamError) {
        var dialer = MultistreamDialer(protocols: ["/a"], optimistic: false)
        #expect(throws: error) { try dialer.receive([UInt8](text.utf8)[...]) }
        // A throw is final.
        #expect((try? dialer.receive(messages(Self.header, "/a")[...])) == .negotiating)
    }

    // MARK: - Listener

    @Test("A proposal that is spoken is echoed behind the header, and what came behind it is handed on")
    func echo() throws {
        var listener = MultistreamListener(protocols: ["/a", "/b"])
        #expect(listener.takeOutbound() == [])
        let progress = try listener.receive((messages(Self.header, "/b") + [7, 8])[...])
        guard case .selected("/b", let leftover) = progress else {
            Issue.record("\(progress)")
            return
        }
        #expect(Array(leftover) == [7, 8])
        #expect(listener.takeOutbound() == messages(Self.header, "/b"))
    }

    @Test(
        "Everything else is refused politely, `ls` and another header too",
        arguments: ["ls", "/c", "/", "", "/multistream/1.0.0", "na"]
    )
    func refusal(proposal: String) throws {
        var listener = MultistreamListener(protocols: ["/a"])
        #expect(try listener.receive(messages(Self.header, proposal)[...]) == .negotiating)
        #expect(listener.takeOutbound() == messages(Self.header, "na"))
        #expect(try listener.receive(message("/a")[...]) == .selected("/a", leftover: []))
    }

    @Test("The tenth proposal may still be right, the tenth wrong one ends it")
    func proposalLimit() throws {
        var listener = MultistreamListener(protocols: ["/a"])
        _ = try listener.receive(message(Self.header)[...])
        for _ in 1..<MultistreamListener.maximumProposals {
            #expect(try listener.receive(message("/x")[...]) == .negotiating)
        }
        var patient = listener
        #expect(try patient.receive(message("/a")[...]) == .selected("/a", leftover: []))
        #expect(throws: MultistreamError.tooManyProposals) { try listener.receive(message("/x")[...]) }
    }

    @Test("A message of the longest length is read, a longer one is refused from its prefix alone")
    func lengthLimit() throws {
        var listener = MultistreamListener(protocols: ["/a"])
        _ = try listener.receive(message(Self.header)[...])
        let longest = "/" + String(repeating: "x", count: 16_381)
        #expect(try listener.receive(message(longest)[...]) == .negotiating)
        #expect(throws: MultistreamError.invalidLength) { try listener.receive([0x80, 0x80, 0x01]) }
    }

    @Test("HTTP and TLS are noticed at what would be their first message")
    func otherProtocols() {
        let http = [UInt8]("GET / HTTP/1.1\r\n\r\n".utf8)
        var listener = MultistreamListener(protocols: ["/a"])
        #expect(throws: MultistreamError.malformedMessage) {
            try listener.receive((http + [UInt8](repeating: 0x20, count: 60))[...])
        }
        let tls: [UInt8] = [0x16, 0x03, 0x01] + [UInt8](repeating: 0, count: 60)
        listener = MultistreamListener(protocols: ["/a"])
        #expect(throws: MultistreamError.malformedMessage) { try listener.receive(tls[...]) }
    }

    @Test("Every change of one byte of a negotiation is refused or changes what is proposed, and none traps")
    func changes() {
        let flight = messages(Self.header, "/a")
        for changed in oneByteChanges(of: flight) {
            var listener = MultistreamListener(protocols: ["/a"])
            let progress = try? listener.receive(changed[...])
            #expect(progress == nil || progress == .negotiating)
        }
    }

    @Test("Two of our own machines agree on the dialer's first protocol that both speak")
    func together() throws {
        var dialer = MultistreamDialer(protocols: ["/x", "/b", "/a"], optimistic: false)
        var listener = MultistreamListener(protocols: ["/a", "/b"])
        var progress = MultistreamProgress.negotiating
        for _ in 0..<4 where progress == .negotiating {
            _ = try listener.receive(dialer.takeOutbound()[...])
            progress = try dialer.receive(listener.takeOutbound()[...])
        }
        #expect(progress == .selected("/b", leftover: []))
    }
}
