/// How events look on stdout in headless mode, the same in both builds.
public enum HeadlessFormat {
    /// The lines of the events, each with its line break. What only a live front needs is left out.
    public static func bytes(of events: [ChatEvent], isJSON: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        for event in events {
            switch event {
            case .roundTrip, .identified: continue
            default: break
            }
            if isJSON {
                bytes.append(contentsOf: JSONLine.encode(event))
                bytes.append(UInt8(ascii: "\n"))
            } else {
                for line in PlainLine.lines(for: event) {
                    bytes.append(contentsOf: line.text.utf8)
                    bytes.append(UInt8(ascii: "\n"))
                }
            }
        }
        return bytes
    }
}
