/// Meshes and scores at one moment of a run.
public struct SimulationSample: Sendable {
    /// Seconds since the start.
    public var seconds: Double
    /// Peers that are up, attackers left out.
    public var livePeers: Int
    /// The mean number of mesh peers.
    public var meanMeshDegree: Double
    /// The smallest and the largest mesh.
    public var meshDegrees: ClosedRange<Int>
    /// Peers whose mesh is outside D_lo to D_hi.
    public var peersOutOfBounds: Int
    /// The mean score that honest peers give honest ones.
    public var honestScore: Double
    /// The mean score that honest peers give attackers; 0 without attackers.
    public var attackerScore: Double
    /// The share of attackers in the meshes of honest peers.
    public var attackersInMesh: Double
}
