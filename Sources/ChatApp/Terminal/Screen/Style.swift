/// A colour of the terminal: its own, or one of its palette.
public enum Color: Hashable, Sendable {
    /// Whatever the terminal draws with when it is asked for nothing.
    case standard
    /// One of 256 colours; the first 16 are the terminal's own.
    case palette(UInt8)
}

/// How a cell is drawn.
public struct Style: Hashable, Sendable {
    /// What a terminal can do to a character beside colouring it.
    public struct Attributes: OptionSet, Hashable, Sendable {
        /// The raw bits.
        public let rawValue: UInt8
        /// Attributes of those bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Heavier, or brighter.
        public static let bold = Attributes(rawValue: 1)
        /// Fainter.
        public static let dim = Attributes(rawValue: 2)
        /// Slanted, where the terminal can.
        public static let italic = Attributes(rawValue: 4)
        /// With a line below.
        public static let underline = Attributes(rawValue: 8)
        /// Foreground and background exchanged.
        public static let reverse = Attributes(rawValue: 16)
    }

    /// The colour of the character.
    public var foreground: Color
    /// The colour behind it.
    public var background: Color
    /// Everything else.
    public var attributes: Attributes

    /// A style; without arguments, the terminal's own.
    public init(
        _ foreground: Color = .standard,
        on background: Color = .standard,
        _ attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The style that results when `other` is laid over this one: its colours where it has any, and the
    /// attributes of both.
    public func overlaid(with other: Style) -> Style {
        Style(
            other.foreground == .standard ? foreground : other.foreground,
            on: other.background == .standard ? background : other.background,
            attributes.union(other.attributes)
        )
    }
}
