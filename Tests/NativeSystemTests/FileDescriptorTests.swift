import Glibc
import NativeSystem
import Testing

@Suite("Descriptors")
struct FileDescriptorTests {
    /// More than a pipe holds.
    private static let manyBytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }

    @Test("All bytes are written and read, however the ends of the pipe were set", arguments: [true, false])
    func wholePipe(isBlocking: Bool) async throws {
        let pipe = try Pipe(isBlocking: isBlocking)
        let writer = Task.detached {
            try pipe.writeEnd.writeAll(Self.manyBytes)
            pipe.writeEnd.close()
        }
        let bytes = try await Task.detached { try pipe.readEnd.readAll(limit: .max) }.value
        try await writer.value
        pipe.readEnd.close()
        #expect(bytes == Self.manyBytes)
    }

    @Test("Reading stops at the limit and leaves the rest")
    func limit() throws {
        let pipe = try Pipe()
        try pipe.writeEnd.writeAll(Array("abcdef".utf8))
        #expect(try pipe.readEnd.readAll(limit: 4) == Array("abcd".utf8))
        #expect(try pipe.readEnd.readAll(limit: 0) == [])
        pipe.writeEnd.close()
        #expect(try pipe.readEnd.readAll(limit: 100) == Array("ef".utf8))
        #expect(try pipe.readEnd.readAll(limit: 100) == [])
        pipe.readEnd.close()
    }

    @Test("What cannot be written or read is an error")
    func errors() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = try Pipe()
        pipe.readEnd.close()
        #expect(throws: SystemError(EPIPE)) { try pipe.writeEnd.writeAll([1]) }
        #expect(throws: SystemError(EBADF)) { try pipe.writeEnd.readAll(limit: 1) }
        pipe.writeEnd.close()
        let full = try FileDescriptor.open("/dev/full", O_WRONLY)
        #expect(throws: SystemError(ENOSPC)) { try full.writeAll([1]) }
        full.close()
        #expect(throws: SystemError(ENOENT)) { try FileDescriptor.open("/no/such/file", O_RDONLY) }
        #expect(SystemError(ENOENT).text == "No such file or directory")
    }

    @Test("A descriptor knows what it is")
    func status() throws {
        let folder = try TemporaryFolder()
        folder.write("file", "four", permissions: 0o640)
        let file = try FileDescriptor.open(folder.file("file"), O_RDONLY)
        defer { file.close() }
        #expect(try file.status().kind == .regular)
        #expect(try file.status().byteCount == 4)
        #expect(try file.status().permissions == 0o640)
        #expect(try FileStatus.of(folder.path)?.kind == .folder)
        #expect(try FileStatus.of("/dev/null")?.kind == .other)
        #expect(try FileStatus.of(folder.file("missing")) == nil)
        #expect(throws: SystemError(ENOTDIR)) { try FileStatus.of(folder.file("file/below")) }
    }

    @Test("Programs started from here do not inherit it")
    func closedOnExecution() throws {
        let pipe = try Pipe()
        let file = try FileDescriptor.open("/dev/null", O_RDONLY)
        for descriptor in [pipe.readEnd, pipe.writeEnd, file] {
            #expect(fcntl(descriptor.number, F_GETFD) & FD_CLOEXEC != 0)
            descriptor.close()
        }
    }
}
