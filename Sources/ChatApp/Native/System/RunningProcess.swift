import Glibc

/// A process on this machine.
package struct RunningProcess: Equatable, Sendable {
    /// Its process id.
    package let identifier: Int32

    package init(identifier: Int32) {
        self.identifier = identifier
    }

    /// The name of its program, cut to 15 bytes by the system; nil where that cannot be read.
    package var name: String? {
        guard let file = try? FileDescriptor.open("/proc/\(identifier)/comm", O_RDONLY) else { return nil }
        defer { file.close() }
        guard let bytes = try? file.readAll(limit: 64) else { return nil }
        let name = bytes.prefix { $0 != UInt8(ascii: "\n") }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
