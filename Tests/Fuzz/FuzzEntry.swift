import Foundation

/// The target of this run.
private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["HEARSAY_FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
        exit(name.isEmpty ? 0 : 64)
    }
    return target
}()

/// libFuzzer calls this first. Writes the target's seeds into the folder that `HEARSAY_FUZZ_SEEDS` names.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> Int32 {
    let seeds = target.seeds()
    guard let folder = ProcessInfo.processInfo.environment["HEARSAY_FUZZ_SEEDS"] else { return 0 }
    for (index, seed) in seeds.enumerated() {
        let path = URL(filePath: folder).appending(path: "seed-\(index)")
        do {
            try Data(seed).write(to: path)
        } catch {
            print("cannot write \(path.path): \(error)")
            return 1
        }
    }
    return 0
}

/// libFuzzer calls this with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    target.run([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
