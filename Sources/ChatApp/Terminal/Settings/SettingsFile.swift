/// The text of the configuration file: written with comments, changed line by line, so that what people wrote
/// stays.
public enum SettingsFile {
    /// A new file: every setting with its comment, those at their defaults commented out.
    public static func template(_ settings: Settings) -> String {
        var text = """
            # Hearsay's terminal. Lines that begin with # have no effect; /set writes here.
            # A mistake is reported with its line when Hearsay starts, and the rest still works.


            """
        let standard = Settings()
        for definition in SettingDefinition.all {
            let value = settings.value(of: definition)
            let mark = value == standard.value(of: definition) ? "#" : ""
            text += "# \(definition.comment) (\(definition.expected))\n"
            text += "\(mark)\(definition.name) = \(value.toml)\n\n"
        }
        text += """
            # Keys: the name of a key, and what it does. /help keys lists both; "none" frees a key.
            [keys]
            #"Ctrl-n" = "next-room"

            # Colours over the theme's: a part of the screen, and how it looks: bold, dim, italic, underline, reverse, a colour
            # (a name, or 0 to 255), `on` and a colour for the background.
            [colors]
            #mention = "bold black on yellow"

            """
        return text
    }

    /// The file with one setting changed and everything else as it was.
    public static func changing(_ text: String, _ name: String, to value: SettingValue) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let line = "\(name) = \(value.toml)"
        let tables = lines.firstIndex { $0.drop(while: \.isWhitespace).hasPrefix("[") } ?? lines.count
        if let place = lines[..<tables].firstIndex(where: { isAssignment($0, of: name, commented: false) }) {
            lines.replaceSubrange(place...end(ofAssignmentAt: place, in: lines), with: [line])
        } else if let place = lines[..<tables].firstIndex(where: {
            isAssignment($0, of: name, commented: true)
        }) {
            lines[place] = line
        } else {
            // Before the tables, and before the comment that belongs to the first of them.
            var place = tables
            while place > 0, lines[place - 1].hasPrefix("#") { place -= 1 }
            if place == lines.count, lines.last == "" { place -= 1 }
            lines.insert(contentsOf: tables < lines.count ? [line, ""] : [line], at: place)
        }
        return lines.joined(separator: "\n")
    }

    /// The line and column (from 1) at which `name` is assigned, in the table of that name or, with an empty
    /// name, before all tables.
    public static func position(
        of name: String,
        inTable table: String,
        _ text: String
    ) -> (line: Int, column: Int)? {
        var current = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = line.drop(while: \.isWhitespace)
            if trimmed.hasPrefix("[") {
                current = String(trimmed.dropFirst().prefix { $0 != "]" })
            } else if current == table, isAssignment(String(line), of: name, commented: false) {
                return (index + 1, line.count - trimmed.count + 1)
            }
        }
        return nil
    }

    private static func isAssignment(_ line: String, of name: String, commented: Bool) -> Bool {
        var rest = Substring(line).drop(while: \.isWhitespace)
        if commented {
            guard rest.hasPrefix("#") else { return false }
            rest = rest.drop { $0 == "#" || $0.isWhitespace }
        }
        for written in ["\"\(name)\"", "'\(name)'", name] where rest.hasPrefix(written) {
            return rest.dropFirst(written.count).drop(while: \.isWhitespace).hasPrefix("=")
        }
        return false
    }

    /// A list may go on for several lines.
    private static func end(ofAssignmentAt place: Int, in lines: [String]) -> Int {
        guard let open = lines[place].firstIndex(of: "["), !lines[place][open...].contains("]") else {
            return place
        }
        return lines[place...].firstIndex { $0.contains("]") } ?? place
    }
}
