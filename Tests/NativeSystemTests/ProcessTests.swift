import Glibc
import NativeSystem
import Testing

@Suite("Processes and their locks")
struct ProcessTests {
    @Test("A child reads what is written to it, and its end is known")
    func child() throws {
        let child = try ChildProcess(["sh", "-c", "read line; echo \"<$line>\"; exit 7"])
        try child.input.writeAll(Array("hello\n".utf8))
        #expect(try child.output.readAll(limit: 100) == Array("<hello>\n".utf8))
        #expect(child.wait() == .exited(status: 7))
        #expect(child.wait() == .unknown)
        child.input.close()
        child.output.close()
    }

    @Test("A child that a signal ends")
    func killed() throws {
        let child = try ChildProcess(["sleep", "60"])
        child.signal(SIGKILL)
        #expect(child.wait() == .killed(signal: SIGKILL))
        child.input.close()
        child.output.close()
    }

    @Test("A program that does not exist is an error")
    func missing() {
        #expect(throws: SystemError(ENOENT)) { try ChildProcess(["/no/such/program"]) }
        #expect(throws: SystemError(EINVAL)) { try ChildProcess([]) }
        #expect(ChildProcess.replaceThisProcess(["/no/such/program"]) == SystemError(ENOENT))
    }

    @Test("A lock is taken once, whatever the path, until the descriptor is closed")
    func lock() throws {
        let folder = try TemporaryFolder()
        folder.write("key", "")
        #expect(link(folder.file("key"), folder.file("other")) == 0)
        let first = try FileDescriptor.open(folder.file("key"), O_RDONLY)
        let second = try FileDescriptor.open(folder.file("other"), O_RDONLY)
        #expect(FileLock.take(first) == .taken)
        #expect(FileLock.take(first) == .taken)
        // Nobody's own record lock is in one's way, so within one process the holder has no name.
        #expect(FileLock.take(second) == .held(by: nil))
        first.close()
        #expect(FileLock.take(second) == .taken)
        second.close()
    }

    @Test("What has no locks says so")
    func unlockable() throws {
        let closed = try Pipe()
        closed.close()
        #expect(FileLock.take(closed.readEnd) == .unavailable(SystemError(EBADF)))
    }

    @Test("A process has a name, one that is not there has none")
    func names() {
        #expect(RunningProcess(identifier: getpid()).name?.isEmpty == false)
        #expect(RunningProcess(identifier: .max).name == nil)
    }
}
