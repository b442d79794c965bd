/// Messages that somebody is expected to receive.
package struct Hearing: Hashable, Sendable {
    package let text: TextTemplate
    /// Who said it; empty means anybody.
    package let speakers: [String]
    /// Nil means in any room.
    package let room: String?
    /// How many, with `{n}` running from 1.
    package let times: Int
}
