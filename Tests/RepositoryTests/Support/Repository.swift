import Foundation

/// The files of this repository, as its tests read them.
enum Repository {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The folders that hold what people wrote; the others are made by a build.
    static let folders = ["Sources", "Tests", "demo", "Examples", "docs", "scripts"]

    /// The files beside those folders.
    static let rootFiles = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "Package.swift"]

    /// The paths of the files below a folder, with slashes and in order: not of hidden ones, nor of those
    /// that a Python interpreter keeps.
    static func paths(below folder: String) -> [String] {
        let names =
            (try? FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
        return names.sorted().map { folder + "/" + $0 }.filter { path in
            !path.contains("/.") && !path.contains("/__pycache__") && kind(of: path) == .typeRegular
        }
    }

    /// The paths of the folders directly below a folder, in order.
    static func subfolders(of folder: String) -> [String] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
        return names.filter { !$0.hasPrefix(".") && $0 != "__pycache__" }.sorted().map { folder + "/" + $0 }
            .filter { kind(of: $0) == .typeDirectory }
    }

    /// The text of a file; nil when there is none, or it is no text.
    static func text(of path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: root.appending(path: path).path) else {
            return nil
        }
        return String(data: data, encoding: .utf8)
    }

    /// Where a file lies.
    static func url(of path: String) -> URL { root.appending(path: path) }

    /// Whether there is a file or a folder of that path.
    static func has(_ path: String) -> Bool { kind(of: path) != nil }

    /// The paths of the pages: every Markdown file but those of other people.
    static func pages() -> [String] {
        rootFiles.filter { $0.hasSuffix(".md") }
            + folders.flatMap { paths(below: $0) }.filter { $0.hasSuffix(".md") }
    }

    /// The groups of every match in a text, the whole first; empty where a group took no part. `^` and `$`
    /// are the ends of a line. (Swift's own regular expressions take minutes for all files in a debug build.)
    static func matches(of pattern: String, in text: String) throws -> [[String]] {
        let expression = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
        let whole = text as NSString
        return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { match in
            (0..<match.numberOfRanges).map { group in
                let range = match.range(at: group)
                return range.location == NSNotFound ? "" : whole.substring(with: range)
            }
        }
    }

    private static func kind(of path: String) -> FileAttributeType? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: root.appending(path: path).path)
        return attributes?[.type] as? FileAttributeType
    }
}
