/// The texts of `--help` and `--version`.
enum HelpText {
    /// The help, the same in both builds.
    static var options: String {
        var text = """
            Hearsay \(Version.text): group chat by gossip, over libp2p.

            usage: hearsay [options]
                   wasmtime run -S inherit-network hearsay.wasm [options]

            """
        for option in Option.allCases {
            let name = option.flag + (option.valueName.map { " " + $0 } ?? "")
            text += "\n  " + name + String(repeating: " ", count: max(1, 21 - name.utf8.count))
            for (index, line) in option.explanation.enumerated() {
                text += index == 0 ? line : "\n" + String(repeating: " ", count: 23) + line
            }
        }
        return text + """


            Rooms: NAME is a chat room; raw:TOPIC is any gossipsub topic, as plain text.
            Addresses: /ip4, /ip6, /dns, /dns4 or /dns6 with /tcp/PORT and, to be sure who answers,
            /p2p/PEER-ID; to dial, also /dnsaddr/NAME (not in the component).

            Type a line to say it; /help lists the commands.
            Exit status: 0 after a normal end, 64 for wrong usage, 1 when it cannot run.
            """
    }
}
