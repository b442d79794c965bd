import Foundation

/// Lines for whoever started the runner, each written at once, so that a pipe shows them as they happen.
enum Console {
    static func put(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
