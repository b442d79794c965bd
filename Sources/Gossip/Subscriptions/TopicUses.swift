/// What a topic is used for here.
struct TopicUses: OptionSet {
    let rawValue: UInt8

    static var joined: TopicUses { TopicUses(rawValue: 1) }
    /// The application has given it settings, which are kept.
    static var configured: TopicUses { TopicUses(rawValue: 2) }
    /// It is published to without being joined: it has a fanout.
    static var publishedTo: TopicUses { TopicUses(rawValue: 4) }
}
