/// Text that may be shown: the one thing that writers to a terminal accept.
///
/// Whatever a peer sent, a displayable holds no control character (C0, DEL, C1), no line break, no
/// bidirectional control, and no stack of marks that climbs over its neighbours. What is unsafe is shown as
/// something visible, never left out silently: `ESC` as `^[`, a bidirectional override as `<U+202E>`.
/// Joiners, variation selectors and flags of emoji pass.
///
/// It holds for every way out, pipes and logs too: what is logged today is shown by `cat` tomorrow.
public struct Displayable: Hashable, Sendable, CustomStringConvertible {
    /// The most Unicode scalars that are shown of one line; what is longer ends in a marker. A message of the
    /// greatest length that Hearsay sends stays whole.
    public static let maximumScalars = 32_768

    /// The most marks shown on one base character; enough for Vietnamese, Hebrew with cantillation, and Thai.
    public static let maximumMarks = 8

    /// The printable text.
    public let text: String

    /// Makes one line of it. Line breaks become `⏎`.
    public init(_ raw: String) {
        self.init(scalars: raw.unicodeScalars, limit: Self.maximumScalars)
    }

    /// Makes one line of at most `limit` scalars of it, then `…`.
    public init(_ raw: String, limit: Int) {
        self.init(scalars: raw.unicodeScalars, limit: limit)
    }

    private init(scalars: some Collection<Unicode.Scalar>, limit: Int) {
        var sanitizer = Sanitizer()
        var count = 0
        for scalar in scalars {
            guard count < limit else {
                sanitizer.appendMarker("…")
                break
            }
            sanitizer.append(scalar)
            count += 1
        }
        text = sanitizer.finish()
    }

    /// One displayable for every line: broken at line feeds, carriage return and line feed, and Unicode's
    /// line and paragraph separators.
    ///
    /// - Parameter limit: the most lines; more are left out, and the last line says how many.
    public static func lines(_ raw: String, limit: Int = 1_000) -> [Displayable] {
        var lines: [Displayable] = []
        var current: [Unicode.Scalar] = []
        var omitted = 0
        var previous: Unicode.Scalar = " "
        func isBreak(_ scalar: Unicode.Scalar) -> Bool {
            scalar == "\n" || scalar.value == 0x2028 || scalar.value == 0x2029
        }
        for scalar in raw.unicodeScalars {
            if isBreak(scalar) {
                if scalar == "\n", previous == "\r" { current.removeLast() }
                if lines.count < limit {
                    lines.append(Displayable(scalars: current, limit: maximumScalars))
                } else {
                    omitted += 1
                }
                current.removeAll(keepingCapacity: true)
            } else {
                current.append(scalar)
            }
            previous = scalar
        }
        lines.append(Displayable(scalars: current, limit: maximumScalars))
        if omitted > 0 { lines.append(Displayable("… \(omitted) more lines")) }
        return lines
    }

    /// The printable text.
    public var description: String { text }
}
