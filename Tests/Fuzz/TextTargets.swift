import ChatCore

/// What users type, what fronts read, and what is shown.
let textTargets = [
    FuzzTarget(
        name: "command",
        seeds: {
            ["/join a", "/say lobby hi", "//slash", "/dial /ip4/1.2.3.4/tcp/5", "/me waves"].map {
                [UInt8]($0.utf8)
            }
        },
        run: { input in
            _ = try? CommandParser.parse(String(decoding: input, as: UTF8.self), engine: .native)
        }
    ),
    FuzzTarget(
        name: "json-line",
        seeds: {
            [#"{"event":"error","message":"a\u00e9\n"}"#, #"{"event":"joined","room":"lobby"}"#].map {
                [UInt8]($0.utf8)
            }
        },
        run: { input in
            guard let event = try? JSONLine.decode(input) else { return }
            let line = JSONLine.encode(event)
            require(!line.contains(0x0A), "a line is one line")
            require((try? JSONLine.decode(line)) == event, "what is read can be written")
        }
    ),
    FuzzTarget(
        name: "displayable",
        seeds: {
            ["plain", "\u{1B}]52;c;x\u{07}", "e\u{301}\u{202E}x", "👩‍👩‍👧\u{9B}31m"].map { [UInt8]($0.utf8) }
        },
        run: { input in
            let shown = Displayable(String(decoding: input, as: UTF8.self)).text
            for scalar in shown.unicodeScalars {
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                let isDirection =
                    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                require(!isControl && !isDirection, "nothing that a terminal obeys is left")
            }
        }
    ),
    FuzzTarget(
        name: "chat-payload",
        seeds: { [ChatPayload(nick: "a", text: "b", milliseconds: 5, kind: .text).bytes] },
        run: { input in
            guard let payload = try? ChatPayload(input[...]) else { return }
            require((try? ChatPayload(payload.bytes[...])) == payload, "what is read can be written")
        }
    ),
]
