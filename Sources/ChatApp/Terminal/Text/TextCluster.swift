/// What a terminal draws in one cell or in two: a character with the marks, joiners and modifiers that follow
/// it.
public struct TextCluster: Hashable, Sendable {
    /// The scalars to send to the terminal.
    public let text: String
    /// The columns taken: 1 or 2; 0 only for a line feed and for marks with nothing to stand on.
    public let columns: Int

    /// A cluster of `text`, which takes `columns` columns.
    public init(text: String, columns: Int) {
        self.text = text
        self.columns = columns
    }

    /// More scalars than this in one cluster are not drawn: stacks of marks otherwise reach into other
    /// people's lines.
    static let maximumScalars = 8
    /// The same for emoji, whose parts lie within two columns: a family of four with skin tones has eleven.
    static let maximumEmojiScalars = 16

    /// Splits a text into what takes a cell each. Nothing of the text but surplus marks and idle selectors is
    /// lost.
    public static func split(_ text: some StringProtocol) -> [TextCluster] {
        var clusters: [TextCluster] = []
        clusters.reserveCapacity(text.utf8.count)
        var builder = Builder()
        for scalar in text.unicodeScalars {
            if builder.joins(scalar) {
                builder.append(scalar)
            } else {
                if let cluster = builder.cluster { clusters.append(cluster) }
                builder = Builder(scalar)
            }
        }
        if let cluster = builder.cluster { clusters.append(cluster) }
        return clusters
    }

    /// The cluster that is being collected.
    private struct Builder {
        var scalars = String.UnicodeScalarView()
        var columns = 0
        var count = 0
        var last: Unicode.Scalar?
        var isFlag = false
        var isPictograph = false

        init() {}

        init(_ first: Unicode.Scalar) {
            columns = DisplayWidth.columns(of: first)
            isPictograph = columns == 2 && first.value > 0x2000 && first.properties.isEmoji
            scalars.append(first)
            last = first
            count = 1
        }

        var cluster: TextCluster? {
            count == 0 ? nil : TextCluster(text: String(scalars), columns: columns)
        }

        func joins(_ next: Unicode.Scalar) -> Bool {
            guard let last, last != "\n", next.value >= 0x300 else { return false }
            if Self.isRegionalIndicator(last), !isFlag, count == 1, Self.isRegionalIndicator(next) {
                return true
            }
            if isPictograph, next.properties.isEmojiModifier { return true }
            if isPictograph, last.value == 0x200D, next.properties.isEmoji { return true }
            return DisplayWidth.columns(of: next) == 0
        }

        mutating func append(_ next: Unicode.Scalar) {
            last = next
            // A selector that would make a narrow symbol wide on some terminals and not on others is left
            // out.
            if next.value == 0xFE0F, columns == 1 { return }
            if Self.isRegionalIndicator(next) {
                isFlag = true
                columns = 2
            }
            let limit = isPictograph ? TextCluster.maximumEmojiScalars : TextCluster.maximumScalars
            guard count < limit else { return }
            scalars.append(next)
            count += 1
        }

        static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
            (0x1F1E6...0x1F1FF).contains(scalar.value)
        }
    }
}
