/// Turns the bytes that a terminal sends into keys, pastes and mouse events.
///
/// It understands what xterm, tmux, screen, rxvt and the Linux console send, UTF-8 in any chunks, bracketed
/// paste, SGR mouse reports and `modifyOtherKeys`; it skips answers and sequences it does not know. An escape
/// byte alone is told from the start of a sequence by time: the driver calls `flush()` when nothing has
/// followed for a moment.
public struct KeyDecoder: Sendable {
    /// What the bytes meant.
    public enum Event: Hashable, Sendable {
        /// A key.
        case key(Key)
        /// A text that was pasted, as it came.
        case paste(String)
        /// The mouse.
        case mouse(MouseEvent)
        /// The terminal's window got or lost the focus.
        case focus(Bool)
    }

    /// The longest paste that is taken in, in bytes; the rest is dropped.
    static let maximumPasteBytes = 1 << 20
    /// The longest control sequence that is waited for, in bytes.
    static let maximumSequenceBytes = 64

    private var buffer: [UInt8] = []
    private var paste: [UInt8]?

    /// A decoder that has seen nothing.
    public init() {}

    /// Whether bytes wait for more, so that `flush()` is due when nothing comes.
    public var isWaiting: Bool { !buffer.isEmpty && paste == nil }

    /// Takes bytes in and yields what is complete.
    public mutating func receive(_ bytes: some Sequence<UInt8>) -> [Event] {
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        var start = 0
        while start < buffer.count {
            if paste != nil {
                guard collectPaste(&start, &events) else { break }
                continue
            }
            let (length, event) = decode(buffer[start...])
            guard length > 0 else { break }
            start += length
            if let event { events.append(event) }
        }
        buffer.removeFirst(start)
        return events
    }

    /// Gives up waiting: what has come so far is all there is.
    public mutating func flush() -> [Event] {
        guard isWaiting else { return [] }
        var events: [Event] = []
        if buffer == [0x1B] {
            events.append(.key(Key(.escape)))
        } else if buffer.count == 2, buffer[0] == 0x1B {
            events.append(.key(Key(.character(Character(Unicode.Scalar(buffer[1]))), .alt)))
        } else if buffer[0] >= 0x80 {
            events.append(.key(Key(.character("\u{FFFD}"))))
        }
        buffer = []
        return events
    }

    // MARK: - One sequence

    /// The length of what stands at the start, 0 when it is not complete, and its meaning, if it has one.
    private mutating func decode(_ bytes: ArraySlice<UInt8>) -> (Int, Event?) {
        guard let first = bytes.first else { return (0, nil) }
        switch first {
        case 0x1B: return decodeEscape(bytes)
        case 0x09: return (1, .key(Key(.tab)))
        case 0x0A, 0x0D: return (1, .key(Key(.enter)))
        case 0x7F, 0x08: return (1, .key(Key(.backspace)))
        case 0x00: return (1, .key(Key(.character(" "), .control)))
        case 0x01...0x1A:
            return (1, .key(Key(.character(Character(Unicode.Scalar(first + 0x60))), .control)))
        case 0x1C...0x1F:
            return (1, .key(Key(.character(Character(Unicode.Scalar(first + 0x40))), .control)))
        default: return decodeText(bytes)
        }
    }

    private func decodeText(_ bytes: ArraySlice<UInt8>) -> (Int, Event?) {
        guard let first = bytes.first else { return (0, nil) }
        let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
        let available = bytes.prefix(length)
        let isIntact = available.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
        if available.count < length, isIntact { return (0, nil) }
        let text = String(decoding: available, as: UTF8.self)
        guard isIntact, let character = text.first, text.count == 1, character != "\u{FFFD}" else {
            return (1, .key(Key(.character("\u{FFFD}"))))
        }
        return (length, .key(Key(.character(character))))
    }

    private mutating func decodeEscape(_ bytes: ArraySlice<UInt8>) -> (Int, Event?) {
        let start = bytes.startIndex
        guard bytes.count > 1 else { return (0, nil) }
        switch bytes[start + 1] {
        case 0x5B: return decodeControlSequence(bytes)  // ESC [
        case 0x4F: return decodeShift3(bytes)  // ESC O
        case 0x5D, 0x50, 0x5F, 0x5E: return skipString(bytes)  // OSC, DCS, APC, PM: answers nobody asked for
        case 0x1B:
            // Alt with a special key arrives as two escapes from some terminals.
            guard bytes.count > 2 else { return (0, nil) }
            guard bytes[start + 2] == 0x5B || bytes[start + 2] == 0x4F else { return (1, .key(Key(.escape))) }
            let (length, event) = decodeEscape(bytes.dropFirst())
            guard length > 0 else { return (0, nil) }
            if case .key(var key)? = event {
                key.modifiers.insert(.alt)
                return (length + 1, .key(key))
            }
            return (length + 1, event)
        default:
            let (length, event) = decode(bytes.dropFirst())
            guard length > 0 else { return (0, nil) }
            guard case .key(var key)? = event else { return (length + 1, event) }
            key.modifiers.insert(.alt)
            return (length + 1, .key(key))
        }
    }

    /// ESC O x: keys of the application keypad mode, F1 to F4.
    private func decodeShift3(_ bytes: ArraySlice<UInt8>) -> (Int, Event?) {
        guard bytes.count > 2 else { return (0, nil) }
        let final = bytes[bytes.startIndex + 2]
        guard let code = Self.letterKey(final) else { return (3, nil) }
        return (3, .key(Key(code)))
    }

    private mutating func decodeControlSequence(_ bytes: ArraySlice<UInt8>) -> (Int, Event?) {
        var place = bytes.startIndex + 2
        let end = min(bytes.endIndex, bytes.startIndex + Self.maximumSequenceBytes)
        if place < end, bytes[place] == 0x5B {  // ESC [ [ A: F1 to F5 of the Linux console
            guard place + 1 < bytes.endIndex else { return (0, nil) }
            let number = Int(bytes[place + 1]) - 0x40
            return (4, (1...5).contains(number) ? .key(Key(.function(number))) : nil)
        }
        while place < end, (0x20...0x3F).contains(bytes[place]) { place += 1 }
        guard place < end else {
            return (end - bytes.startIndex < Self.maximumSequenceBytes ? 0 : Self.maximumSequenceBytes, nil)
        }
        let length = place - bytes.startIndex + 1
        let final = bytes[place]
        let parameters = bytes[(bytes.startIndex + 2)..<place]
        guard (0x40...0x7E).contains(final) || final == 0x24 else { return (length - 1, nil) }
        if parameters.first == 0x3C { return (length, Self.mouse(parameters.dropFirst(), final)) }
        if final == 0x4D, parameters.isEmpty { return Self.oldMouse(bytes, length) }
        // A private mark begins an answer of the terminal, never a key.
        if let mark = parameters.first, (0x3C...0x3F).contains(mark) { return (length, nil) }
        let numbers = Self.numbers(parameters)
        return (length, control(numbers, final))
    }

    private mutating func control(_ numbers: [Int], _ final: UInt8) -> Event? {
        let modifiers = Self.modifiers(numbers.count > 1 ? numbers[1] : 1)
        switch final {
        case 0x49: return .focus(true)
        case 0x4F: return .focus(false)
        case 0x5A: return .key(Key(.tab, .shift))
        case 0x75: return Self.unicodeKey(numbers.first ?? 0, modifiers)
        case 0x7E:
            switch numbers.first ?? 0 {
            case 200:
                paste = []
                return nil
            case 201: return nil
            case 27 where numbers.count > 2: return Self.unicodeKey(numbers[2], modifiers)
            case let number: return Self.tildeKey(number).map { .key(Key($0, modifiers)) }
            }
        default:
            return Self.letterKey(final).map { .key(Key($0, modifiers)) }
        }
    }

    /// OSC, DCS, APC or PM up to its terminator.
    private func skipString(_ bytes: ArraySlice<UInt8>) -> (Int, Event?) {
        for place in bytes.indices.dropFirst(2) {
            if bytes[place] == 0x07 { return (place - bytes.startIndex + 1, nil) }
            if bytes[place] == 0x5C, bytes[place - 1] == 0x1B { return (place - bytes.startIndex + 1, nil) }
            if place - bytes.startIndex > 4_096 { return (place - bytes.startIndex + 1, nil) }
        }
        if bytes.count == 2 { return (0, nil) }
        return (0, nil)
    }

    // MARK: - Paste

    private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

    /// Moves pasted bytes over; false when more are needed.
    private mutating func collectPaste(_ start: inout Int, _ events: inout [Event]) -> Bool {
        let mark = Self.pasteEnd
        while start < buffer.count {
            guard buffer[start] == mark[0] else {
                keepPasted(buffer[start])
                start += 1
                continue
            }
            let rest = buffer[start...].prefix(mark.count)
            if rest.elementsEqual(mark) {
                start += mark.count
                events.append(.paste(String(decoding: paste ?? [], as: UTF8.self)))
                paste = nil
                return true
            }
            if rest.count < mark.count, mark.starts(with: rest) { return false }
            keepPasted(buffer[start])
            start += 1
        }
        return false
    }

    private mutating func keepPasted(_ byte: UInt8) {
        if let count = paste?.count, count < Self.maximumPasteBytes { paste?.append(byte) }
    }
}
