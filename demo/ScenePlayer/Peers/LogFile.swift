import Foundation

/// Files that keep what a peer wrote, through its restarts.
enum LogFile {
    /// - Throws: ``ProcessFailure`` when the file cannot be written.
    static func append(to file: URL) throws(ProcessFailure) -> FileHandle {
        if !FileManager.default.fileExists(atPath: file.path) {
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        }
        guard let handle = FileHandle(forWritingAtPath: file.path) else {
            throw ProcessFailure(message: "the log \(file.path) cannot be written")
        }
        _ = try? handle.seekToEnd()
        return handle
    }
}
