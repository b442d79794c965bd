import Net

/// Messages through a Noise channel in memory, one record each.
package struct RecordWorkload {
    private var pair: NoisePair
    private let message: [UInt8]
    private var wire: [UInt8] = []

    init?(messageBytes: Int) {
        guard let pair = NoisePair.shakeHands(NoisePair.identity(1), NoisePair.identity(2), number: 0) else {
            return nil
        }
        self.pair = pair
        message = [UInt8](repeating: 0, count: messageBytes)
    }

    mutating func run(_ count: Int) -> Bool {
        var opened = 0
        do throws(NoiseError) {
            for _ in 0..<count {
                pair.initiator.append(message[...])
                wire = try pair.initiator.takeOutbound(replacement: wire)
                var rest = wire[...]
                while let plaintext = try pair.responder.open(&rest) { opened += plaintext.count }
            }
        } catch {
            return false
        }
        return opened == count * message.count
    }
}
