import ArgumentParser
import Glibc

/// Writes a plot.
enum PlotFile {
    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else {
            throw ValidationError("--plot: \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        let written = fputs(text, file)
        guard fclose(file) == 0, written >= 0 else {
            throw ValidationError("--plot: \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }
}
