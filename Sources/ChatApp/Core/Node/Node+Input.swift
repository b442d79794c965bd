public import Net

/// The standard input of the headless mode.
extension Node {
    /// Whether the driver should read more of the input. Ask again after every change.
    public var wantsInput: Bool { input.wantsMore && closing.takesInput }

    /// Takes bytes of the input, cut anywhere: lines of text and commands.
    ///
    /// - Parameter wallClockMilliseconds: Unix time, for the messages.
    public func receiveInput(_ bytes: ArraySlice<UInt8>, now: Instant, wallClockMilliseconds: UInt64) {
        noteClock(wallClockMilliseconds, now: now)
        input.append(bytes)
        settle(now: now)
    }

    /// The input has ended.
    ///
    /// - Parameter stays: Whether the node goes on (`--stay`); otherwise it hands over what was typed and closes. Then it waits
    ///   at most `Closing.lingerInterval` for a peer to hand it to.
    public func receiveEndOfInput(stays: Bool, now: Instant) {
        input.end()
        quitsAfterInput = !stays
        settle(now: now)
    }

    /// Carries out some of the lines that wait, as long as peers keep up. Returns whether anything was done.
    ///
    /// Some only, so that what they lead to goes out before the next ones: the router's queue for a peer is short.
    func carryOutInput(now: Instant) -> Bool {
        var moved = false
        var remaining = InputQueue.linesInARow
        while remaining > 0, hasStarted, startup.isSettled, closing.takesInput, !streams.holdsInput(now: now),
            let line = input.next()
        {
            carryOut(line, now: now)
            remaining -= 1
            moved = true
        }
        if !closing.takesInput { input.clear() }
        if quitsAfterInput, input.hasEnded, input.isEmpty, closing.isRunning, startup.isSettled {
            quit(reason: "end of input", lingers: true, now: now)
            moved = true
        }
        return moved
    }

    private func carryOut(_ line: LineSplitter.Line, now: Instant) {
        switch line {
        case .tooLong(let byteCount):
            tell(
                .error(
                    "not sent: the line has \(byteCount) bytes, and a message holds at most "
                        + "\(CommandParser.maximumTextBytes)"
                )
            )
        case .text(let bytes):
            do {
                // What is not valid UTF-8 becomes U+FFFD.
                let text = String(decoding: bytes, as: UTF8.self)
                guard let command = try CommandParser.parse(text, engine: configuration.engine) else {
                    return
                }
                carryOut(command, now: now)
            } catch {
                tell(.error(error.message))
            }
        }
    }
}
