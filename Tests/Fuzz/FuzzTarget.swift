/// One decoder of bytes that come from outside. `HEARSAY_FUZZ_TARGET` names the one that a run tries.
struct FuzzTarget: Sendable {
    /// How the target is named on the command line.
    let name: String

    /// Inputs that the decoder accepts: where the search for others begins.
    let seeds: @Sendable () -> [[UInt8]]

    /// Feeds the decoder, and traps when something does not hold that always should.
    let run: @Sendable ([UInt8]) -> Void

    /// Every decoder of bytes from peers or users.
    static let all = byteTargets + channelTargets + messageTargets + historyTargets + textTargets
}

/// Ends the run: what the fuzzer has found is a bug.
func require(_ holds: Bool, _ claim: StaticString) {
    if !holds { fatalError("\(claim)") }
}

/// Cuts the input into pieces whose lengths the input itself tells, so that the fuzzer finds where cutting
/// matters.
func pieces(of input: [UInt8]) -> [ArraySlice<UInt8>] {
    guard let first = input.first else { return [] }
    let length = first < 128 ? Int(first) + 1 : input.count
    return stride(from: 1, to: input.count, by: length).map { input[$0..<min($0 + length, input.count)] }
}
