import Foundation

/// A Markdown page of this repository.
struct Page {
    /// The path below the repository, with slashes.
    let path: String

    /// The text without its fenced blocks; the lines are as they were.
    let prose: String

    /// Every page.
    static func all() -> [Page] { Repository.pages().compactMap(Page.init(path:)) }

    init?(path: String) {
        guard let text = Repository.text(of: path) else { return nil }
        self.init(path: path, text: text)
    }

    init(path: String, text: String) {
        self.path = path
        var isFenced = false
        prose = text.components(separatedBy: "\n").map { line in
            let isFence = line.drop { $0 == " " }.hasPrefix("```")
            defer { if isFence { isFenced.toggle() } }
            return isFence || isFenced ? "" : line
        }.joined(separator: "\n")
    }

    /// A link: the text shown, the path below the repository, and the heading there, if one is named.
    struct Link {
        let label: String
        let target: String
        let anchor: String?
    }

    /// The links to files of this repository.
    func links() throws -> [Link] {
        try matches(of: #"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)"#).compactMap { groups in
            let link = groups[2]
            guard link.wholeMatch(of: /[a-z]+:.*/) == nil else { return nil }
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init
            )
            return Link(
                label: groups[1],
                target: parts[0].isEmpty ? path : Self.resolved(parts[0], from: path),
                anchor: parts.count > 1 ? parts[1] : nil
            )
        }
    }

    /// What the headings are called in links.
    func anchors() -> Set<String> {
        let lines = prose.components(separatedBy: "\n").filter { $0.hasPrefix("#") }
        return Set(
            lines.map { line in
                let title = line.drop { $0 == "#" || $0 == " " }.lowercased()
                let kept = title.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
                return kept.replacing(" ", with: "-")
            }
        )
    }

    /// What stands between backticks.
    func codeSpans() throws -> [String] { try matches(of: "`([^`\n]+)`").map { $0[1] } }

    /// The groups of every match in the prose, the whole first.
    func matches(of pattern: String) throws -> [[String]] { try Repository.matches(of: pattern, in: prose) }

    private static func resolved(_ link: String, from page: String) -> String {
        var folders = page.split(separator: "/").dropLast()
        for part in link.split(separator: "/") {
            switch part {
            case ".": break
            case "..": folders = folders.dropLast()
            default: folders.append(part)
            }
        }
        return folders.joined(separator: "/")
    }
}
