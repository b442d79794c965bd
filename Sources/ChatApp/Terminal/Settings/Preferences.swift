/// What the reader has chosen: settings, keys, and how everything looks.
public struct Preferences: Sendable {
    /// The settings.
    public private(set) var settings: Settings
    /// Which key does what.
    public private(set) var bindings: KeyBindings
    /// How everything looks; follows the setting `theme`.
    public private(set) var theme: Theme

    /// The list that is shown where there is room for one only; nil before one was asked for.
    private(set) var favoured: SideList?

    private let automaticTheme: Theme
    private let colors: [Role: Style]

    /// - Parameters:
    ///   - automaticTheme: What the theme `auto` means on this terminal.
    ///   - colors: Parts of the screen that look other than in the theme.
    init(settings: Settings, bindings: KeyBindings, automaticTheme: Theme, colors: [Role: Style]) {
        self.settings = settings
        self.bindings = bindings
        self.automaticTheme = automaticTheme
        self.colors = colors
        theme = automaticTheme
        chooseTheme()
    }

    /// Changes a setting.
    ///
    /// - Throws: `SettingError` when there is no such setting or the value does not fit; nothing is changed
    ///   then.
    mutating func set(_ name: String, to value: SettingValue) throws(SettingError) {
        try settings.set(name, to: value)
        chooseTheme()
    }

    /// Hides a list that is shown, or shows it, before the other where there is room for one only.
    mutating func toggle(_ list: SideList, isShown: Bool) {
        switch list {
        case .rooms: settings.showsRooms = !isShown
        case .members: settings.showsMembers = !isShown
        }
        if !isShown { favoured = list }
    }

    /// Lists what was listed the last time.
    mutating func show(rooms: Bool, members: Bool) {
        settings.showsRooms = settings.showsRooms && rooms
        settings.showsMembers = settings.showsMembers && members
    }

    /// Binds a key, or frees it.
    mutating func bind(_ key: Key, to action: Action?) { bindings.bind(key, to: action) }

    private mutating func chooseTheme() {
        var theme = Theme.named(settings.theme) ?? automaticTheme
        for (role, style) in colors { theme = theme.changing(role, to: style) }
        self.theme = theme
    }
}
