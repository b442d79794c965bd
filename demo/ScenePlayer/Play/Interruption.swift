import Foundation
import Synchronization

/// Ctrl-C and SIGTERM end the present scene as a failure, so that no peer stays behind.
package enum Interruption {
    private static let flag = Atomic<Bool>(false)

    /// Whether the user wants to stop.
    package static var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// Catches the signals from now on.
    package static func install() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in Interruption.flag.store(true, ordering: .relaxed) }
        }
    }
}
