/// Messages that somebody is expected to receive.
public struct Hearing: Hashable, Sendable {
    public let text: TextTemplate
    /// Who said it; empty means anybody.
    public let speakers: [String]
    /// Nil means in any room.
    public let room: String?
    /// How many, with `{n}` running from 1.
    public let times: Int
}
