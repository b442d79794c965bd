import Foundation

/// What `openssl speed` says of this machine: the yardstick for cryptography.
enum OpenSSLSpeed {
    /// Bytes per second of ChaCha20-Poly1305 on messages of that size.
    static func chaChaPoly(messageBytes: Int) throws -> Double {
        // Machine-readable: +F:22:ChaCha20-Poly1305:123.45
        let fields = try run(["-evp", "chacha20-poly1305", "-bytes", "\(messageBytes)"], prefix: "+F:")
        guard let last = fields.last, let speed = Double(last) else {
            throw BenchmarkError("openssl speed answers something else than expected")
        }
        return speed
    }

    /// Seconds for one X25519 operation.
    static func x25519() throws -> Double {
        // +F5:0:253:seconds per operation:...
        let fields = try run(["ecdhx25519"], prefix: "+F5:")
        return try time(fields, at: 3)
    }

    /// Seconds for one Ed25519 signature, and for one verification.
    static func ed25519() throws -> (sign: Double, verify: Double) {
        // +F6:0:253:Ed25519:seconds per signature:seconds per verification
        let fields = try run(["ed25519"], prefix: "+F6:")
        return (try time(fields, at: 4), try time(fields, at: 5))
    }

    private static func time(_ fields: [String], at index: Int) throws -> Double {
        guard fields.indices.contains(index), let value = Double(fields[index]), value > 0 else {
            throw BenchmarkError("openssl speed answers something else than expected")
        }
        // Some versions print operations per second here.
        return value > 1 ? 1 / value : value
    }

    private static func run(_ arguments: [String], prefix: String) throws -> [String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl", "speed", "-mr", "-seconds", "1"] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix(prefix) }) else {
            throw BenchmarkError("there is no usable openssl command")
        }
        return line.split(separator: ":").map(String.init)
    }
}
