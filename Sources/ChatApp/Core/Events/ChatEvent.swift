public import Net

/// What the chat tells the outside. One closed set: the terminal, the JSON lines and the plain lines all
/// render it.
///
/// Strings that come from peers are as they were sent; show them through `Displayable` only.
public enum ChatEvent: Equatable, Sendable {
    /// Somebody came into a room or went.
    public enum MemberAction: Equatable, Sendable {
        case join
        case leave
    }

    /// The peer runs; the first event of every run.
    case ready(peer: PeerID, agent: String, engine: Engine)
    /// Bound; with the real port and our peer id.
    case listening(address: Multiaddr)
    /// No longer bound, or the address of an interface went away.
    case listenerClosed(address: Multiaddr, reason: String)
    /// The first connection of that peer is up.
    case connected(peer: PeerID, address: Multiaddr, direction: Direction)
    /// The last connection of that peer is gone.
    case disconnected(peer: PeerID, reason: String)
    /// A dial of `--dial` or `/dial` failed; it is tried again after `retry`, unless that is nil.
    case dialFailed(address: Multiaddr, reason: String, retry: Interval?)
    /// We are in a room; it is the current one now.
    case joined(room: RoomName)
    /// We left a room.
    case left(room: RoomName)
    /// Lines that are typed go to this room from now on.
    case switched(room: RoomName)
    /// Our own nick from now on.
    case renamed(nick: String)
    /// Another peer came into a room or went.
    case member(room: RoomName, peer: PeerID, action: MemberAction)
    /// A connected peer told its nick: `previous` is what it went by before, nil when nothing was known of
    /// it.
    case named(peer: PeerID, nick: String, previous: String?)
    /// The rooms that connected peers are in, ours among them, sorted by name: the answer to `/list`.
    case list([RoomCount])
    /// Somebody came onto one of the user's lists of peers, or left it.
    case listed(peer: PeerID, list: PeerList, isOn: Bool)
    /// Something was said, by others or by ourselves.
    case message(ChatMessage)
    /// Messages of a room that were said before have come, and were told each; that peer had them.
    case caughtUp(CaughtUp)
    /// The answer to `/history`: the latest messages of a room, in the order of their times.
    case history(room: RoomName, messages: [ChatMessage])
    /// A message of ours was handed to that many peers.
    case sent(room: RoomName, id: [UInt8], peerCount: Int)
    /// The answer to `/peers`, sorted by peer id, and what is being dialled.
    case peers([PeerSummary], dials: [DialSummary])
    /// The answer to `/rooms`, in the order of joining.
    case rooms([RoomSummary])
    /// The answer to `ChatCommand.inspect`.
    case inspection(Inspection)
    /// A measured round trip.
    case roundTrip(peer: PeerID, interval: Interval)
    /// The peer told who it is.
    case identified(peer: PeerID, agent: String)
    /// The answer to a question (`/help`, `/whois`, ...): several lines joined by line feeds.
    case notice(String)
    /// A line or command of the user's that could not be done, and why.
    case error(String)
    /// The last event of every run.
    case closed(reason: String)
}
