/// What this version calls itself.
public enum Version {
    /// The number, by semantic versioning.
    public static let text = "0.1.0"

    /// What identify tells other peers.
    public static let agent = "hearsay/" + text
}
