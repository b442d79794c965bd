import Foundation
import Testing

@testable import ScenePlayer

@Suite("How a process ended")
struct ProcessEndTests {
    @Test(
        "A child that its parent has not collected has ended all the same",
        arguments: ["exit 3", "kill -9 $$"]
    )
    func uncollected(script: String) throws {
        let end: ProcessEnd = script == "exit 3" ? .exit(3) : .signal(9)
        var child: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = ["/bin/sh", "-c", script].map { (word: String) in
            strdup(word)
        }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        try #require(posix_spawn(&child, "/bin/sh", nil, nil, &arguments, nil) == 0)
        #expect(ProcessEnd.uncollected(getpid()) == nil)
        var information = siginfo_t()
        try #require(waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) == 0)
        #expect(ProcessEnd.uncollected(child) == end)
        #expect(ProcessEnd.collect(child) == end)
        #expect(ProcessEnd.uncollected(child) == nil)
    }
}
