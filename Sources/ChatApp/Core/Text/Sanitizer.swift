/// Makes scalars printable one by one; `Displayable` is its only user.
///
/// It remembers what came before, because some characters are fine alone and harmful in numbers (marks,
/// invisible ones), or fine after some characters only (joiners, tags).
struct Sanitizer {
    /// The most invisible characters spelled out in a row. A thousand of them have frozen other programs.
    private static let maximumSpelledInvisibles = 4
    /// The most scalars in one grapheme cluster: the longest emoji families and flags stay far below.
    private static let maximumClusterScalars = 24

    private var output = String.UnicodeScalarView()
    private var previous: Unicode.Scalar?
    private var invisibleCount = 0
    private var markCount = 0
    private var clusterCount = 0
    private var isInTagSequence = false

    /// Adds one scalar, made visible where it must be.
    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.value >= 0x20 && scalar.value < 0x7F {
            appendBase(scalar)
            return
        }
        switch ScalarClass(scalar) {
        case .base: appendBase(scalar)
        case .lineBreak: appendMarker("⏎")
        case .tab: appendMarker("    ")
        case .control: appendControl(scalar)
        case .replaced: appendMarker("\u{FFFD}")
        case .mark: appendMark(scalar)
        case .joiner: appendJoiner(scalar)
        case .tag: appendTag(scalar)
        case .invisible: appendInvisible(scalar)
        }
    }

    /// Adds text of our own.
    mutating func appendMarker(_ text: String) {
        output.append(contentsOf: text.unicodeScalars)
        startCluster(after: nil)
    }

    /// The whole text; a joiner at its end is not left to join with what we write after it.
    mutating func finish() -> String {
        if previous?.value == 0x200D { output.append("\u{FFFD}") }
        return String(output)
    }

    private mutating func startCluster(after scalar: Unicode.Scalar?) {
        previous = scalar
        invisibleCount = 0
        markCount = 0
        clusterCount = 1
        isInTagSequence = scalar?.value == 0x1F3F4
    }

    private mutating func appendBase(_ scalar: Unicode.Scalar) {
        let joins =
            previous?.value == 0x200D || (previous.map { $0.isConjoining } ?? false) && scalar.isConjoining
        guard joins else {
            output.append(scalar)
            startCluster(after: scalar)
            return
        }
        guard clusterCount < Self.maximumClusterScalars else {
            output.append("\u{FFFD}")
            output.append(scalar)
            startCluster(after: scalar)
            return
        }
        let count = clusterCount
        output.append(scalar)
        startCluster(after: scalar)
        clusterCount = count + 1
    }

    private mutating func appendControl(_ scalar: Unicode.Scalar) {
        guard let letter = Unicode.Scalar(scalar.value ^ 0x40) else { return }
        output.append("^")
        output.append(letter)
        startCluster(after: nil)
    }

    private mutating func appendMark(_ scalar: Unicode.Scalar) {
        if previous == nil {
            output.append("\u{25CC}")
            startCluster(after: "\u{25CC}")
        }
        markCount += 1
        clusterCount += 1
        if markCount <= Displayable.maximumMarks {
            output.append(scalar)
            previous = scalar
        } else if markCount == Displayable.maximumMarks + 1 {
            output.append("\u{FFFD}")
            previous = "\u{FFFD}"
        }
    }

    private mutating func appendJoiner(_ scalar: Unicode.Scalar) {
        guard let before = previous, before.value > 0x7F, before.value != 0x200D, before.value != 0x200C,
            clusterCount < Self.maximumClusterScalars
        else {
            appendInvisible(scalar)
            return
        }
        output.append(scalar)
        previous = scalar
        clusterCount += 1
    }

    private mutating func appendTag(_ scalar: Unicode.Scalar) {
        guard isInTagSequence, clusterCount < Self.maximumClusterScalars else {
            appendInvisible(scalar)
            return
        }
        output.append(scalar)
        previous = scalar
        clusterCount += 1
    }

    private mutating func appendInvisible(_ scalar: Unicode.Scalar) {
        let count = invisibleCount
        if count < Self.maximumSpelledInvisibles {
            appendMarker("<U+\(Hexadecimal.text(scalar.value))>")
        } else if count == Self.maximumSpelledInvisibles {
            appendMarker("…")
        }
        invisibleCount = count + 1
    }
}
