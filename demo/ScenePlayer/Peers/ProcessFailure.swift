/// Why a program could not be started.
struct ProcessFailure: Error, Hashable {
    let message: String
}
