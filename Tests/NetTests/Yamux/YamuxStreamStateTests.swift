import Testing

@testable import Net

/// One row per state and event: what comes of it, and what the state allows after it.
@Suite("Yamux stream state")
struct YamuxStreamStateTests {
    typealias State = YamuxStreamState
    typealias Violation = YamuxStreamState.Violation

    /// An outbound stream whose SYN is out.
    private func opened() -> State {
        var state = State.outbound()
        _ = state.takeOpeningFlags()
        return state
    }

    @Test("A stream we open owes a SYN, once, and is acknowledged once")
    func outbound() throws {
        var state = State.outbound()
        #expect(state.isOpeningOwed && state.isSynOwed && state.isUnacknowledged)
        #expect(state.takeOpeningFlags() == .syn)
        #expect(state.takeOpeningFlags() == [])
        #expect(!state.isOpeningOwed && !state.isSynOwed && state.isUnacknowledged)
        #expect(try state.receiveAcknowledgement() == true)
        #expect(!state.isUnacknowledged)
        #expect(try state.receiveAcknowledgement() == false)
    }

    @Test("A stream the peer opens owes an ACK, once, and is never unacknowledged")
    func inbound() {
        var state = State.inbound()
        #expect(state.isOpeningOwed && !state.isSynOwed && !state.isUnacknowledged)
        #expect(state.takeOpeningFlags() == .ack)
        #expect(state.takeOpeningFlags() == [])
        #expect(!state.isOpeningOwed)
    }

    @Test("An ACK that nothing asked for is a violation")
    func unexpectedAcknowledgement() {
        var unsent = State.outbound()
        #expect(throws: Violation.unexpectedAcknowledgement) { try unsent.receiveAcknowledgement() }
        var inbound = State.inbound()
        #expect(throws: Violation.unexpectedAcknowledgement) { try inbound.receiveAcknowledgement() }
        _ = inbound.takeOpeningFlags()
        #expect(throws: Violation.unexpectedAcknowledgement) { try inbound.receiveAcknowledgement() }
    }

    @Test("Data may come before the ACK")
    func dataBeforeAcknowledgement() throws {
        try opened().receiveData()
    }

    @Test("Data after a FIN is a violation, drained or not; a second FIN is none")
    func dataAfterFin() {
        var state = opened()
        state.receiveFin()
        state.receiveFin()
        #expect(!state.isReadOpen)
        #expect(throws: Violation.dataAfterFin) { try state.receiveData() }
        #expect(state.receiveDrained() == true)
        #expect(throws: Violation.dataAfterFin) { try state.receiveData() }
        state.receiveFin()
        #expect(state.receiveDrained() == false)
    }

    @Test("Draining ends the reading half only after a FIN")
    func drained() {
        var state = opened()
        #expect(state.receiveDrained() == false)
        #expect(state.isReadOpen)
    }

    @Test("Closing the writing half owes one FIN")
    func closeWrite() {
        var state = opened()
        #expect(state.isWriteOpen && !state.isFinOwed)
        #expect(state.closeWrite() == true)
        #expect(state.closeWrite() == false)
        #expect(!state.isWriteOpen && state.isFinOwed && !state.isOver)
        state.sendFin()
        #expect(!state.isFinOwed && !state.isWriteOpen && !state.isOver)
        #expect(state.closeWrite() == false)
    }

    @Test("A stream is over when the FIN is out and the end was read, in either order")
    func over() {
        var first = opened()
        _ = first.closeWrite()
        first.sendFin()
        first.receiveFin()
        #expect(!first.isOver)
        _ = first.receiveDrained()
        #expect(first.isOver)

        var second = opened()
        second.receiveFin()
        _ = second.receiveDrained()
        _ = second.closeWrite()
        #expect(!second.isOver)
        second.sendFin()
        #expect(second.isOver)
    }
}
