import Net

/// Ed25519 signatures checked: what a router cannot do without.
package struct VerificationWorkload {
    private let publicKey: PublicKey
    private let message = [UInt8](repeating: 1, count: 300)
    private let signature: [UInt8]

    init() {
        let key = KeyPair(seed: [UInt8](repeating: 9, count: 32))
        publicKey = key.publicKey
        signature = key.sign(message)
    }

    func run(_ count: Int) -> Bool {
        var areValid = true
        for _ in 0..<count {
            areValid = publicKey.isValid(signature: signature[...], for: message) && areValid
        }
        return areValid
    }
}
