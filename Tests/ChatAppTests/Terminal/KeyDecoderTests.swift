import Testing

@testable import ChatTerminal

@Suite("Key decoder")
struct KeyDecoderTests {
    private static let cases: [(String, [KeyDecoder.Event])] = [
        ("a", [.key(Key(.character("a")))]),
        ("é漢😀", [.key(Key(.character("é"))), .key(Key(.character("漢"))), .key(Key(.character("😀")))]),
        ("\r", [.key(Key(.enter))]), ("\n", [.key(Key(.enter))]), ("\t", [.key(Key(.tab))]),
        ("\u{7F}", [.key(Key(.backspace))]), ("\u{01}", [.key(Key(.character("a"), .control))]),
        ("\u{1F}", [.key(Key(.character("_"), .control))]), ("\u{1B}b", [.key(Key(.character("b"), .alt))]),
        ("\u{1B}\r", [.key(Key(.enter, .alt))]), ("\u{1B}\u{7F}", [.key(Key(.backspace, .alt))]),
        ("\u{1B}[A", [.key(Key(.up))]), ("\u{1B}OA", [.key(Key(.up))]),
        ("\u{1B}[1;5C", [.key(Key(.right, .control))]),
        ("\u{1B}[1;3D", [.key(Key(.left, .alt))]), ("\u{1B}[H", [.key(Key(.home))]),
        ("\u{1B}[4~", [.key(Key(.end))]),
        ("\u{1B}[5~", [.key(Key(.pageUp))]), ("\u{1B}[3~", [.key(Key(.delete))]),
        ("\u{1B}OP", [.key(Key(.function(1)))]),
        ("\u{1B}[[B", [.key(Key(.function(2)))]), ("\u{1B}[15~", [.key(Key(.function(5)))]),
        ("\u{1B}[24~", [.key(Key(.function(12)))]), ("\u{1B}[Z", [.key(Key(.tab, .shift))]),
        ("\u{1B}\u{1B}[D", [.key(Key(.left, .alt))]), ("\u{1B}[27;2;13~", [.key(Key(.enter, .shift))]),
        ("\u{1B}[13;2u", [.key(Key(.enter, .shift))]), ("\u{1B}[I", [.focus(true)]),
        ("\u{1B}[O", [.focus(false)]),
        ("\u{1B}[<0;3;5M", [.mouse(MouseEvent(.press, at: Point(x: 2, y: 4)))]),
        ("\u{1B}[<0;3;5m", [.mouse(MouseEvent(.release, at: Point(x: 2, y: 4)))]),
        ("\u{1B}[<32;3;5M", [.mouse(MouseEvent(.drag, at: Point(x: 2, y: 4)))]),
        ("\u{1B}[<64;1;1M", [.mouse(MouseEvent(.wheelUp, at: Point(x: 0, y: 0)))]),
        ("\u{1B}[M !!", [.mouse(MouseEvent(.press, at: Point(x: 0, y: 0)))]),
        ("\u{1B}[200~a\rb\u{1B}[Ac\u{1B}[201~d", [.paste("a\rb\u{1B}[Ac"), .key(Key(.character("d")))]),
        ("\u{1B}]10;rgb:0/0/0\u{07}x", [.key(Key(.character("x")))]),
        ("\u{1B}P1$r\u{1B}\\x", [.key(Key(.character("x")))]),
        ("\u{1B}[?62;c", []),
    ]

    @Test("Bytes mean keys, in any chunks")
    func keys() {
        for (text, expected) in Self.cases {
            let bytes = Array(text.utf8)
            for cut in 0...bytes.count {
                var decoder = KeyDecoder()
                let events = decoder.receive(bytes[..<cut]) + decoder.receive(bytes[cut...])
                #expect(events == expected, "\(text.debugDescription) cut at \(cut)")
            }
            var slow = KeyDecoder()
            #expect(bytes.flatMap { slow.receive([$0]) } == expected, "\(text.debugDescription) byte by byte")
        }
    }

    @Test("An escape byte alone is a key only when nothing follows in time")
    func escape() {
        var decoder = KeyDecoder()
        #expect(decoder.receive([0x1B]).isEmpty)
        #expect(decoder.isWaiting)
        #expect(decoder.flush() == [.key(Key(.escape))])
        #expect(!decoder.isWaiting)
    }

    @Test("Bytes that are no UTF-8 become replacement characters and harm nothing after them")
    func invalidText() {
        var decoder = KeyDecoder()
        let events = decoder.receive([0xFF, 0xC3, 0x28, 0x61])
        let broken = KeyDecoder.Event.key(Key(.character("\u{FFFD}")))
        #expect(events == [broken, broken, .key(Key(.character("("))), .key(Key(.character("a")))])
    }

    @Test("No input traps or keeps the decoder waiting without end", arguments: 0..<50)
    func randomBytes(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var decoder = KeyDecoder()
        for _ in 0..<2_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let byte = UInt8(truncatingIfNeeded: state >> 33)
            _ = decoder.receive([byte % 5 == 0 ? 0x1B : byte % 5 == 1 ? 0x5B : byte])
        }
        _ = decoder.flush()
        _ = decoder.receive(Array("\u{1B}[201~".utf8) + [0x07])
        _ = decoder.flush()
        #expect(decoder.receive(Array("z".utf8)).last == .key(Key(.character("z"))))
    }

    @Test("A key's name and the key belong together")
    func names() {
        for name in [
            "Ctrl-n", "Alt-Left", "F2", "Shift-Tab", "Ctrl-Alt-x", "Enter", "Space", "Alt-S", "Alt--",
            "PageUp",
        ] {
            #expect(Key(text: name)?.description == name)
        }
        #expect(Key(text: "C-N") == Key(.character("n"), .control))
        #expect(Key(text: "nonsense") == nil)
        #expect(Key(text: "") == nil)
        #expect(Key(text: "F99") == nil)
    }

    @Test("Every action but a few that need none has a key")
    func everyActionHasAKey() {
        for action in Action.allCases {
            #expect(!KeyBindings.standard.keys(for: action).isEmpty, "\(action.rawValue)")
        }
    }
}
