import Glibc
import NativeSystem
import Testing

@Suite("Numbers that never fall")
struct SequenceFileTests {
    private let folder: TemporaryFolder
    private let file: SequenceFile
    /// Some time in nanoseconds.
    private let now: UInt64 = 1_800_000_000_000_000_000
    private let day: UInt64 = 86_400_000_000_000

    init() throws {
        folder = try TemporaryFolder()
        file = SequenceFile(path: folder.file("key.sequence"))
    }

    @Test("The first run begins at the time")
    func first() throws {
        #expect(file.reserve(unixNanoseconds: now) == .init(first: now, problems: []))
        #expect(folder.content("key.sequence") == Array("\(now + SequenceFile.reservedCount)\n".utf8))
        #expect(try folder.permissions("key.sequence") == 0o600)
        #expect(folder.names == ["key.sequence"])
    }

    @Test("A later run begins at the time too, a sooner one where the last could have ended")
    func growing() {
        var last: UInt64 = 0
        for time in [now, now + day, now + 1, now, now - day, 0, now + day, now + 2 * day] {
            let reservation = file.reserve(unixNanoseconds: time)
            #expect(reservation.problems == [])
            #expect(reservation.first == max(time, last))
            last = reservation.first + SequenceFile.reservedCount
        }
    }

    @Test(
        "What is not ours counts as nothing, is told, and is put right",
        arguments: [
            "", "\n", "12", "-1\n", "+1\n", " 1\n", "1 \n", "x\n", "1\n2\n", "9223372036854775808\n",
            "1\u{0}\n",
        ]
    )
    func damaged(text: String) {
        folder.write("key.sequence", text)
        #expect(file.reserve(unixNanoseconds: now) == .init(first: now, problems: [.damaged]))
        #expect(file.reserve(unixNanoseconds: now).problems == [])
    }

    @Test("Where it cannot be kept, the numbers go on from the time")
    func unwritable() throws {
        let missing = SequenceFile(path: folder.file("missing/key.sequence"))
        #expect(
            missing.reserve(unixNanoseconds: now)
                == .init(first: now, problems: [.unwritable(SystemError(ENOENT))])
        )
        try Folders.make(folder.file("folder"))
        mkfifo(folder.file("pipe"), 0o600)
        for name in ["folder", "pipe"] {
            let other = SequenceFile(path: folder.file(name))
            #expect(other.reserve(unixNanoseconds: now) == .init(first: now, problems: [.notAFile]))
        }
    }

    @Test("The end of all numbers is no trap")
    func end() {
        let limit = SequenceFile.maximum - SequenceFile.reservedCount
        #expect(file.reserve(unixNanoseconds: .max).first == limit)
        #expect(file.reserve(unixNanoseconds: .max) == .init(first: SequenceFile.maximum, problems: []))
        #expect(file.reserve(unixNanoseconds: 0) == .init(first: SequenceFile.maximum, problems: []))
    }
}
