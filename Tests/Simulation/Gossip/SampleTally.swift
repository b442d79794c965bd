/// The sums that a sample's means are made of.
struct SampleTally {
    var attackersInMesh = 0
    private var meshTotal = 0
    private var meshCount = 0
    private var smallest = Int.max
    private var largest = 0
    private var honest: (sum: Double, count: Int) = (0, 0)
    private var attackers: (sum: Double, count: Int) = (0, 0)

    mutating func add(meshDegree: Int) {
        meshTotal += meshDegree
        meshCount += 1
        smallest = min(smallest, meshDegree)
        largest = max(largest, meshDegree)
    }

    mutating func add(score: Double, isAttacker: Bool) {
        if isAttacker {
            attackers = (attackers.sum + score, attackers.count + 1)
        } else {
            honest = (honest.sum + score, honest.count + 1)
        }
    }

    func fill(_ sample: inout SimulationSample) {
        guard meshCount > 0 else { return }
        sample.meanMeshDegree = Double(meshTotal) / Double(meshCount)
        sample.meshDegrees = smallest...largest
        sample.honestScore = honest.count > 0 ? honest.sum / Double(honest.count) : 0
        sample.attackerScore = attackers.count > 0 ? attackers.sum / Double(attackers.count) : 0
        sample.attackersInMesh = meshTotal > 0 ? Double(attackersInMesh) / Double(meshTotal) : 0
    }
}
