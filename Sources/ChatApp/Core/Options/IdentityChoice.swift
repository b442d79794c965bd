/// Where the key comes from.
public enum IdentityChoice: Equatable, Sendable {
    /// The file in the user's data folder; in the component, which has no files, a new key.
    case standard
    /// A new key for this run.
    case memory
    /// The file at that path.
    case file(String)
}
