import Foundation

/// The programs a peer can be.
package enum Engine {
    /// Engines that every scene has; a scene may add others with `engine NAME COMMAND...`.
    package static let builtIn = ["native", "wasi", "wasi-sealed", "py"]

    /// The command of a built-in engine, from the project's folder.
    ///
    /// An environment variable `HEARSAY_ENGINE_NATIVE`, `..._WASI`, `..._PY` takes its place, words separated
    /// by spaces. `wasi-sealed` is the component without any grant.
    static func command(_ name: String, environment: [String: String]) -> [String]? {
        let variable = "HEARSAY_ENGINE_" + name.uppercased().replacing("-", with: "_")
        if let own = environment[variable] { return own.split(separator: " ").map(String.init) }
        switch name {
        case "native":
            return ["build/hearsay"]
        case "wasi":
            return [
                "demo/wasmtime", "run", "-S", "inherit-network", "-S", "allow-ip-name-lookup",
                "build/hearsay.wasm",
            ]
        case "wasi-sealed":
            return ["demo/wasmtime", "run", "build/hearsay.wasm"]
        case "py":
            return ["build/python/bin/python", "Tests/Suites/Interop/stranger.py"]
        default:
            return nil
        }
    }

    /// The command that shows a peer of this engine on a terminal; nil where there is only a background
    /// program.
    static func screenCommand(_ name: String) -> [String]? {
        switch name {
        case "native": return ["build/hearsay"]
        case "wasi": return canShowComponent ? ["build/hearsay", "--engine", "wasm"] : nil
        default: return nil
        }
    }

    /// Whether the native program can put its screen before the component.
    private static let canShowComponent: Bool = {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "build/hearsay")
        process.arguments = ["--help"]
        process.standardOutput = output
        guard (try? process.run()) != nil else { return false }
        let help = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return help.contains("--engine")
    }()
}
