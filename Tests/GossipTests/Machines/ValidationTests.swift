import Net
import Testing

@testable import Gossip

/// One row for each state that a message can be in, and what may happen to it then.
@Suite("Validation: states and events")
struct ValidationTests {
    private enum Given: String, CaseIterable {
        case new, pending, accepted, rejected, ignored, expired
    }

    private static let topic = TopicSlot(index: 0)
    private static let author = TestPeer(9)

    private func details(
        _ mode: ValidationMode,
        _ change: (inout TopicConfiguration) -> Void = { _ in }
    ) -> GossipTopic {
        var configuration = TopicConfiguration()
        configuration.validation = mode
        change(&configuration)
        return GossipTopic(name: TopicName("room"), text: "room", configuration: configuration)
    }

    private func make(_ configure: (inout GossipConfiguration) -> Void = { _ in }) -> Validation {
        var configuration = GossipConfiguration()
        configure(&configuration)
        return Validation(MessageAuthenticator(TestPeer(0).keyPair), configuration)
    }

    private func wire(_ message: TestMessage) throws -> WireMessage { try WireMessage(message.raw[...]) }

    /// What is to be told apart of a verdict.
    private func name(_ verdict: MessageVerdict) -> String {
        switch verdict {
        case .reject: "reject"
        case .ignore: "ignore"
        case .copy(_, let status): "copy \(status)"
        case .drop: "drop"
        case .accept(let valid): "accept from \(valid.senders.count)"
        case .ask(let valid): "ask from \(valid.senders.count)"
        }
    }

    private func name(_ answer: ValidationAnswer) -> String {
        switch answer {
        case .ignore: "ignore"
        case .reject(let senders): "reject \(senders.count)"
        case .accept(let valid): "accept from \(valid.senders.count)"
        }
    }

    /// A message in that state, at a time when it counts.
    private func make(_ given: Given, _ message: TestMessage) throws -> (Validation, Instant) {
        var validation = make()
        guard given != .new else { return (validation, .origin) }
        let details = details(.asynchronous)
        let sender = TestPeer(1).id
        _ = validation.receive(try wire(message), Self.topic, details, from: sender, now: .origin)
        switch given {
        case .new, .pending: break
        case .accepted: _ = validation.receiveAnswer(message.id, .accept, Self.topic, details)
        case .rejected: _ = validation.receiveAnswer(message.id, .reject, Self.topic, details)
        case .ignored: _ = validation.receiveAnswer(message.id, .ignore, Self.topic, details)
        case .expired:
            let now = Instant.origin + .seconds(121)
            validation.receiveHeartbeat(now: now)
            return (validation, now)
        }
        return (validation, .origin)
    }

    @Test("The message comes from another peer", arguments: Given.allCases)
    private func comes(given: Given) throws {
        let message = Self.author.message("hi", number: 1)
        var (validation, now) = try make(given, message)
        let details = details(.asynchronous)
        let verdict = validation.receive(
            try wire(message),
            Self.topic,
            details,
            from: TestPeer(2).id,
            now: now
        )
        let expected =
            switch given {
            case .new, .expired: "ask from 1"
            case .pending, .accepted, .rejected, .ignored: "copy \(given.rawValue)"
            }
        #expect(name(verdict) == expected)
        // Whoever has sent it while it waited is in the answer.
        let answer = validation.receiveAnswer(message.id, .reject, Self.topic, details)
        switch given {
        case .new, .expired: #expect(name(answer) == "reject 1")
        case .pending: #expect(name(answer) == "reject 2")
        case .accepted, .rejected, .ignored: #expect(name(answer) == "ignore")
        }
    }

    @Test("The application accepts", arguments: Given.allCases)
    private func accepted(given: Given) throws {
        let message = Self.author.message("hi", number: 1)
        var (validation, _) = try make(given, message)
        #expect((validation.pendingTopic(of: message.id) != nil) == (given == .pending))
        let answer = validation.receiveAnswer(message.id, .accept, Self.topic, details(.asynchronous))
        #expect(name(answer) == (given == .pending ? "accept from 1" : "ignore"))
        #expect(validation.pendingTopic(of: message.id) == nil)
        #expect(validation.pendingCount == 0)
    }

    @Test("The topic is left", arguments: Given.allCases)
    private func abandoned(given: Given) throws {
        let message = Self.author.message("hi", number: 1)
        var (validation, _) = try make(given, message)
        validation.abandon(message.id)
        let answer = validation.receiveAnswer(message.id, .accept, Self.topic, details(.asynchronous))
        #expect(name(answer) == "ignore")
        #expect(validation.contains(message.id) == (given != .new && given != .expired))
    }

    @Test(
        "A message is new, old or full up, and so it is dealt with",
        arguments: [ValidationMode.automatic, .asynchronous]
    )
    private func modes(mode: ValidationMode) throws {
        var validation = make { $0.limits.maximumPendingValidations = 1 }
        let details = details(mode) { $0.replay = .growingSequenceNumbers }
        let word = mode == .automatic ? "accept" : "ask"
        let first = Self.author.message("5", number: 5)
        let sender = TestPeer(1).id
        #expect(
            name(validation.receive(try wire(first), Self.topic, details, from: sender, now: .origin))
                == word + " from 1"
        )
        let other = TestPeer(8).message("1", number: 1)
        #expect(
            name(validation.receive(try wire(other), Self.topic, details, from: sender, now: .origin))
                == (mode == .automatic ? "accept from 1" : "drop"),
            "there is room for one that waits"
        )
        _ = validation.receiveAnswer(first.id, .accept, Self.topic, details)
        let old = Self.author.message("4", number: 4)
        #expect(
            name(validation.receive(try wire(old), Self.topic, details, from: sender, now: .origin))
                == "drop",
            "a replay"
        )
        let ours = TestPeer(0).message("ours", number: 1)
        #expect(
            name(validation.receive(try wire(ours), Self.topic, details, from: sender, now: .origin))
                == "ignore",
            "of an earlier life of ours"
        )
        validation.forget(Self.topic)
        let older = Self.author.message("3", number: 3)
        #expect(
            name(validation.receive(try wire(older), Self.topic, details, from: sender, now: .origin))
                == word + " from 1",
            "the topic was forgotten"
        )
    }

    @Test("Of two messages whose validation ends in the other order the older one is a replay")
    func crossing() throws {
        var validation = make()
        let details = details(.asynchronous) { $0.replay = .growingSequenceNumbers }
        let messages = [1, 2].map { Self.author.message("\($0)", number: UInt64($0)) }
        for message in messages {
            _ = validation.receive(try wire(message), Self.topic, details, from: TestPeer(1).id, now: .origin)
        }
        #expect(
            name(validation.receiveAnswer(messages[1].id, .accept, Self.topic, details)) == "accept from 1"
        )
        #expect(name(validation.receiveAnswer(messages[0].id, .accept, Self.topic, details)) == "ignore")
        #expect(validation.counters.delivered == 1)
        #expect(validation.counters.ignored == 1)
    }

    @Test("What was published here is seen, and sending it back is no fault")
    func published() throws {
        var validation = make()
        let message = TestPeer(0).message("ours", number: 1)
        validation.receivePublished(message.id, now: .origin)
        let verdict = validation.receive(
            try wire(message),
            Self.topic,
            details(.automatic),
            from: TestPeer(1).id,
            now: .origin
        )
        #expect(name(verdict) == "copy accepted")
    }
}
