import Glibc

/// Locks of which a file has one at a time, whatever the path that it was opened by. The system gives a lock
/// back when the process that has it ends, however it ends.
package enum FileLock {
    /// What came of asking for a lock.
    package enum Outcome: Equatable, Sendable {
        /// It is ours, for as long as the descriptor is open.
        case taken
        /// Another process has it; nil where that one cannot be seen from here, in another container or on
        /// another machine.
        case held(by: RunningProcess?)
        /// The file system has no locks.
        case unavailable(SystemError)
    }

    /// Asks for the lock of an open file; never waits.
    ///
    /// Two kinds of locks are taken. That of `flock` excludes others, also on a descriptor that can only be
    /// read. But nobody can ask who has it, so a record lock for reading, which excludes nobody, goes with it
    /// as a name tag: it is put on first, so that whoever finds the lock taken finds the tag as well.
    package static func take(_ file: FileDescriptor) -> Outcome {
        var tag = record(F_RDLCK)
        _ = fcntl(file.number, F_SETLK, &tag)
        while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return .held(by: holder(of: file))
            default: return .unavailable(.last)
            }
        }
        return .taken
    }

    private static func holder(of file: FileDescriptor) -> RunningProcess? {
        var tag = record(F_WRLCK)
        guard fcntl(file.number, F_GETLK, &tag) == 0, tag.l_type != Int16(F_UNLCK), tag.l_pid > 0 else {
            return nil
        }
        return RunningProcess(identifier: tag.l_pid)
    }

    /// A record lock of the whole file.
    private static func record(_ type: Int32) -> flock {
        var record = Glibc.flock()
        record.l_type = Int16(type)
        record.l_whence = Int16(SEEK_SET)
        return record
    }
}
