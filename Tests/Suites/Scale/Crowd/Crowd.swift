import Glibc
import Net
import NIOCore

/// Many peers in one process, all connected to one address.
final class Crowd {
    /// Handshakes at a time; a peer under test refuses more than it has room for.
    static let concurrency = 32

    private let address: Multiaddr
    private let eventLoop: any EventLoop
    private var random = SystemRandomNumberGenerator()
    private var members: [Int: Member] = [:]
    private var nextMember = 0
    /// Members that are still to be made, and those on their way in or out.
    private var waiting = 0
    private var moving = 0
    /// Whether those who come leave at once.
    private var isChurning = false
    private var failures = 0

    init(_ address: Multiaddr, on eventLoop: any EventLoop) {
        self.address = address
        self.eventLoop = eventLoop
    }

    /// Carries out a command: `open N`, `churn N` or `close`; answered with `done HELD FAILED` once all have
    /// come or gone.
    func command(_ words: [String]) {
        switch (words.first, words.count > 1 ? Int(words[1]) : nil) {
        case ("open", let count?): start(count, isChurning: false)
        case ("churn", let count?): start(count, isChurning: true)
        case ("close", _): closeAll()
        default: say("wrong")
        }
    }

    private func start(_ count: Int, isChurning: Bool) {
        self.isChurning = isChurning
        waiting = count
        fill()
    }

    private func closeAll() {
        waiting = 0
        moving += members.count
        for member in Array(members.values) { member.leave() }
        finishIfDone()
    }

    private func fill() {
        while waiting > 0, moving < Self.concurrency {
            waiting -= 1
            moving += 1
            let number = nextMember
            nextMember += 1
            let crowd = NIOLoopBound(self, eventLoop: eventLoop)
            members[number] = Member(dialling: address, on: eventLoop, random: &random) { report in
                // Not from inside the member's driver: what follows may be the end of it.
                crowd.value.eventLoop.execute { crowd.value.receive(report, from: number) }
            }
        }
        finishIfDone()
    }

    private func receive(_ report: Member.Report, from number: Int) {
        switch report {
        case .ready where isChurning:
            members[number]?.leave()
            return
        case .ready:
            moving -= 1
        case .left:
            members[number] = nil
            moving -= 1
        case .failed(let reason):
            members[number] = nil
            moving -= 1
            failures += 1
            say("failed \(reason)")
        case .lost(let reason):
            members[number] = nil
            say("lost \(reason)")
            if isChurning { moving -= 1 }
        }
        fill()
    }

    private func finishIfDone() {
        guard waiting == 0, moving == 0 else { return }
        say("done \(members.count) \(failures)")
    }

    private func say(_ line: String) {
        let text = Array((line + "\n").utf8)
        guard write(STDOUT_FILENO, text, text.count) == text.count else { exit(1) }
    }
}
