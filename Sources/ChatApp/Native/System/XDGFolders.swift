/// Where a program keeps its files, by the XDG Base Directory Specification.
package enum XDGFolders {
    /// What is kept there.
    package enum Kind: Sendable {
        /// What cannot be made again: keys.
        case data
        /// What the user has set.
        case configuration
        /// What would be missed, but not much: histories.
        case state
    }

    /// Hearsay's own folder of that kind, which need not exist; nil where neither the variable of that kind
    /// nor `HOME` names an absolute path. The specification says that others are to be ignored.
    package static func path(_ kind: Kind) -> String? {
        if let folder = absolute(kind.variable) { return folder + "/hearsay" }
        return absolute("HOME").map { "\($0)/\(kind.standard)/hearsay" }
    }

    private static func absolute(_ variable: String) -> String? {
        guard let value = Environment.value(variable), value.hasPrefix("/") else { return nil }
        return value
    }
}

extension XDGFolders.Kind {
    fileprivate var variable: String {
        switch self {
        case .data: return "XDG_DATA_HOME"
        case .configuration: return "XDG_CONFIG_HOME"
        case .state: return "XDG_STATE_HOME"
        }
    }

    /// Below the home folder.
    fileprivate var standard: String {
        switch self {
        case .data: return ".local/share"
        case .configuration: return ".config"
        case .state: return ".local/state"
        }
    }
}
