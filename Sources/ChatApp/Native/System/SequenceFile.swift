import Glibc

/// A number in a file, from which numbers are given out that never fall from one run to the next, whatever
/// the clock says.
///
/// A run reserves more numbers than it can use, before it uses the first. So it writes once, and how it ends
/// does not matter.
package struct SequenceFile: Sendable {
    /// How many numbers a run reserves. Numbers begin at the Unix time in nanoseconds, so these are 4.3
    /// seconds' worth: no run uses as many, and however often the program starts, they do not run far ahead
    /// of the clock.
    package static let reservedCount: UInt64 = 1 << 32
    /// What is higher was not written by us: it is the year 2262.
    package static let maximum = UInt64(Int64.max)
    /// The longest content, in bytes: the digits of `maximum` and a line feed fit.
    private static let maximumBytes = 32

    /// What is wrong with the file. The numbers go on from the clock then.
    package enum Problem: Equatable, Sendable {
        /// It cannot be read.
        case unreadable(SystemError)
        /// It is a folder, a pipe, or something else that holds no number.
        case notAFile
        /// Its content is no number of ours.
        case damaged
        /// The numbers of this run could not be reserved.
        case unwritable(SystemError)
    }

    /// The numbers of one run.
    package struct Reservation: Equatable, Sendable {
        /// The first of them.
        package let first: UInt64
        /// What went wrong.
        package let problems: [Problem]

        package init(first: UInt64, problems: [Problem]) {
            self.first = first
            self.problems = problems
        }
    }

    /// Where the file is.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Reserves the numbers of this run: at or above the time, and above all those of earlier runs.
    package func reserve(unixNanoseconds: UInt64) -> Reservation {
        var first = min(unixNanoseconds, Self.maximum - Self.reservedCount)
        var problems: [Problem] = []
        switch read() {
        case .success(let number): first = max(first, number ?? 0)
        case .failure(let failure): problems.append(failure.problem)
        }
        do throws(SystemError) {
            try WholeFile.replace(
                path,
                with: Array("\(min(first + Self.reservedCount, Self.maximum))\n".utf8)
            )
        } catch {
            // That it is no file has been said.
            if problems != [.notAFile] { problems.append(.unwritable(error)) }
        }
        return Reservation(first: first, problems: problems)
    }

    private struct Failure: Error {
        let problem: Problem
    }

    /// The number in the file; nil where there is none.
    private func read() -> Result<UInt64?, Failure> {
        do throws(SystemError) {
            // Without blocking, so that a named pipe does not hold us up.
            let file = try FileDescriptor.open(path, O_RDONLY | O_NONBLOCK)
            defer { file.close() }
            guard try file.status().kind == .regular else { return .failure(Failure(problem: .notAFile)) }
            guard let number = Self.number(try file.readAll(limit: Self.maximumBytes)) else {
                return .failure(Failure(problem: .damaged))
            }
            return .success(number)
        } catch {
            return error.number == ENOENT ? .success(nil) : .failure(Failure(problem: .unreadable(error)))
        }
    }

    /// Digits and a line feed, and nothing else.
    private static func number(_ bytes: [UInt8]) -> UInt64? {
        guard bytes.last == UInt8(ascii: "\n"), bytes.count > 1,
            bytes.dropLast().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = UInt64(String(decoding: bytes.dropLast(), as: UTF8.self)), number <= maximum
        else { return nil }
        return number
    }
}
