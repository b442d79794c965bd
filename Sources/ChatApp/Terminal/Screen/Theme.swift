/// The parts of the screen that are told apart by how they look.
public enum Role: String, CaseIterable, Hashable, Sendable {
    /// What people write.
    case text
    /// The user's own nick.
    case ownNick = "own_nick"
    /// Timestamps, key tags, hints.
    case faint
    /// What the program says: joins, connections, help.
    case notice
    /// What went wrong.
    case error
    /// A line that names the reader.
    case mention
    /// An action (/me).
    case action
    /// Links in messages.
    case link
    /// The line that begins a day.
    case day
    /// The line above what was not read yet.
    case unread
    /// What the search found.
    case found
    /// The search's current line.
    case foundCurrent = "found_current"
    /// Bars: title, status.
    case bar
    /// What stands out in a bar.
    case barStrong = "bar_strong"
    /// Lines between panes.
    case divider
    /// Headings of panes.
    case heading
    /// A room or member in a list.
    case item
    /// The chosen one.
    case selected
    /// A room with unread lines.
    case unreadRoom = "unread_room"
    /// A room in which the reader was named.
    case mentionRoom = "mention_room"
    /// The prompt.
    case prompt
    /// What is good: a high score, a live connection.
    case good
    /// What deserves a look.
    case warning
    /// What is bad: a negative score, a lost connection.
    case bad
    /// Curves and bars of the inspector.
    case graph
}

/// How everything looks.
public struct Theme: Hashable, Sendable {
    /// The name by which it is chosen.
    public let name: String
    /// Colours of nicks; one is chosen by the author's key. Empty: nicks are told apart by their tags only.
    public let nickColors: [Color]
    private var styles: [Role: Style]

    init(name: String, nickColors: [Color], styles: [Role: Style]) {
        self.name = name
        self.nickColors = nickColors
        self.styles = styles
    }

    /// How a part looks, on the background of the text.
    public func style(_ role: Role) -> Style {
        let text = styles[.text] ?? Style()
        return role == .text ? text : text.overlaid(with: styles[role] ?? Style())
    }

    /// The same theme with one part changed.
    public func changing(_ role: Role, to style: Style) -> Theme {
        var theme = self
        theme.styles[role] = style
        return theme
    }

    /// The colour for an author: the same key has the same colour in every room and on every day.
    public func nickStyle(forKey key: String) -> Style {
        guard !nickColors.isEmpty else { return Style(.standard, on: .standard, .bold) }
        var hash: UInt32 = 2_166_136_261
        for byte in key.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Style(nickColors[Int(hash % UInt32(nickColors.count))], on: .standard, .bold)
    }

    /// The themes that can be chosen, by name.
    public static let builtIn: [Theme] = [dark, light, contrast, ansi, plain]

    /// The theme of that name.
    public static func named(_ name: String) -> Theme? {
        builtIn.first { $0.name == name }
    }

    /// The best theme for a terminal with this many colours, on a light or a dark background.
    public static func automatic(colors: Int, isColorWanted: Bool, isLight: Bool = false) -> Theme {
        guard isColorWanted, colors >= 8 else { return plain }
        guard colors >= 256 else { return ansi }
        return isLight ? light : dark
    }
}

extension Theme {
    /// For dark backgrounds, 256 colours.
    public static let dark = Theme(
        name: "dark",
        nickColors: [39, 43, 75, 78, 81, 108, 114, 141, 149, 173, 176, 179, 180, 203, 209, 212, 215, 222].map
        {
            .palette($0)
        },
        styles: [
            .ownNick: Style(.palette(231), on: .standard, .bold),
            .faint: Style(.palette(243)),
            .notice: Style(.palette(109)),
            .error: Style(.palette(203), on: .standard, .bold),
            .mention: Style(.palette(222), on: .palette(236)),
            .action: Style(.palette(252), on: .standard, .italic),
            .link: Style(.palette(75), on: .standard, .underline),
            .day: Style(.palette(66)),
            .unread: Style(.palette(208)),
            .found: Style(.palette(16), on: .palette(179)),
            .foundCurrent: Style(.palette(16), on: .palette(220), .bold),
            .bar: Style(.palette(252), on: .palette(236)),
            .barStrong: Style(.palette(220), on: .palette(236), .bold),
            .divider: Style(.palette(238)),
            .heading: Style(.palette(109), on: .standard, .bold),
            .item: Style(.palette(250)),
            .selected: Style(.palette(231), on: .palette(24), .bold),
            .unreadRoom: Style(.palette(255), on: .standard, .bold),
            .mentionRoom: Style(.palette(220), on: .standard, .bold),
            .prompt: Style(.palette(75), on: .standard, .bold),
            .good: Style(.palette(78)),
            .warning: Style(.palette(215)),
            .bad: Style(.palette(203)),
            .graph: Style(.palette(74)),
        ]
    )

    /// For light backgrounds, 256 colours.
    static let light = Theme(
        name: "light",
        nickColors: [19, 22, 24, 25, 28, 53, 54, 58, 88, 90, 94, 124, 125, 130, 161].map { .palette($0) },
        styles: [
            .ownNick: Style(.palette(16), on: .standard, .bold),
            .faint: Style(.palette(244)),
            .notice: Style(.palette(24)),
            .error: Style(.palette(160), on: .standard, .bold),
            .mention: Style(.palette(88), on: .palette(230)),
            .action: Style(.palette(238), on: .standard, .italic),
            .link: Style(.palette(25), on: .standard, .underline),
            .day: Style(.palette(66)),
            .unread: Style(.palette(166)),
            .found: Style(.palette(16), on: .palette(222)),
            .foundCurrent: Style(.palette(16), on: .palette(214), .bold),
            .bar: Style(.palette(236), on: .palette(253)),
            .barStrong: Style(.palette(124), on: .palette(253), .bold),
            .divider: Style(.palette(250)),
            .heading: Style(.palette(24), on: .standard, .bold),
            .item: Style(.palette(238)),
            .selected: Style(.palette(231), on: .palette(25), .bold),
            .unreadRoom: Style(.palette(16), on: .standard, .bold),
            .mentionRoom: Style(.palette(124), on: .standard, .bold),
            .prompt: Style(.palette(25), on: .standard, .bold),
            .good: Style(.palette(28)),
            .warning: Style(.palette(130)),
            .bad: Style(.palette(160)),
            .graph: Style(.palette(25)),
        ]
    )

    /// High contrast: few colours, all of them strong.
    static let contrast = Theme(
        name: "contrast",
        nickColors: [226, 51, 46, 201, 214, 123].map { .palette($0) },
        styles: [
            .text: Style(.palette(231), on: .palette(16)),
            .ownNick: Style(.palette(231), on: .palette(16), [.bold, .underline]),
            .faint: Style(.palette(252)),
            .notice: Style(.palette(159)),
            .error: Style(.palette(231), on: .palette(160), .bold),
            .mention: Style(.palette(16), on: .palette(226), .bold),
            .action: Style(.palette(231), on: .standard, .italic),
            .link: Style(.palette(123), on: .standard, [.bold, .underline]),
            .day: Style(.palette(231), on: .standard, .bold),
            .unread: Style(.palette(226), on: .standard, .bold),
            .found: Style(.palette(16), on: .palette(51)),
            .foundCurrent: Style(.palette(16), on: .palette(226), .bold),
            .bar: Style(.palette(16), on: .palette(231)),
            .barStrong: Style(.palette(16), on: .palette(231), [.bold, .underline]),
            .divider: Style(.palette(231)),
            .heading: Style(.palette(231), on: .standard, [.bold, .underline]),
            .item: Style(.palette(231)),
            .selected: Style(.palette(16), on: .palette(226), .bold),
            .unreadRoom: Style(.palette(51), on: .standard, .bold),
            .mentionRoom: Style(.palette(226), on: .standard, [.bold, .underline]),
            .prompt: Style(.palette(226), on: .standard, .bold),
            .good: Style(.palette(46), on: .standard, .bold),
            .warning: Style(.palette(226), on: .standard, .bold),
            .bad: Style(.palette(231), on: .palette(160), .bold),
            .graph: Style(.palette(51), on: .standard, .bold),
        ]
    )

    /// The sixteen colours of the terminal's own palette, whatever they are.
    static let ansi = Theme(
        name: "ansi",
        nickColors: [2, 3, 4, 5, 6, 1].map { .palette($0) },
        styles: [
            .ownNick: Style(.standard, on: .standard, .bold),
            .faint: Style(.standard, on: .standard, .dim),
            .notice: Style(.palette(6)),
            .error: Style(.palette(1), on: .standard, .bold),
            .mention: Style(.palette(3), on: .standard, .bold),
            .action: Style(.standard, on: .standard, .italic),
            .link: Style(.palette(4), on: .standard, .underline),
            .day: Style(.palette(6)),
            .unread: Style(.palette(3)),
            .found: Style(.palette(0), on: .palette(3)),
            .foundCurrent: Style(.palette(0), on: .palette(3), [.bold, .underline]),
            .bar: Style(.palette(7), on: .palette(4)),
            .barStrong: Style(.palette(3), on: .palette(4), .bold),
            .divider: Style(.standard, on: .standard, .dim),
            .heading: Style(.palette(6), on: .standard, .bold),
            .selected: Style(.palette(0), on: .palette(6)),
            .unreadRoom: Style(.standard, on: .standard, .bold),
            .mentionRoom: Style(.palette(3), on: .standard, .bold),
            .prompt: Style(.palette(6), on: .standard, .bold),
            .good: Style(.palette(2)),
            .warning: Style(.palette(3)),
            .bad: Style(.palette(1)),
            .graph: Style(.palette(6)),
        ]
    )

    /// No colour at all: for NO_COLOR and for terminals that have none.
    static let plain = Theme(
        name: "plain",
        nickColors: [],
        styles: [
            .ownNick: Style(.standard, on: .standard, .underline),
            .error: Style(.standard, on: .standard, .bold),
            .mention: Style(.standard, on: .standard, .bold),
            .link: Style(.standard, on: .standard, .underline),
            .unread: Style(.standard, on: .standard, .bold),
            .found: Style(.standard, on: .standard, .underline),
            .foundCurrent: Style(.standard, on: .standard, .reverse),
            .bar: Style(.standard, on: .standard, .reverse),
            .barStrong: Style(.standard, on: .standard, [.reverse, .bold]),
            .heading: Style(.standard, on: .standard, .bold),
            .selected: Style(.standard, on: .standard, .reverse),
            .unreadRoom: Style(.standard, on: .standard, .bold),
            .mentionRoom: Style(.standard, on: .standard, [.bold, .underline]),
            .prompt: Style(.standard, on: .standard, .bold),
            .bad: Style(.standard, on: .standard, .bold),
        ]
    )
}
