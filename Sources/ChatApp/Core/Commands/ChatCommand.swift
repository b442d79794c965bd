public import Net

/// What the user asks of the chat. One closed set for the terminal, the headless mode and the component.
public enum ChatCommand: Equatable, Sendable {
    /// Text to the current room.
    case send(String)
    /// `/say ROOM TEXT`: text to a joined room, which does not become the current one.
    case say(RoomName, String)
    /// `/me TEXT`: an action in the current room.
    case action(String)
    /// `/join ROOM`: joins, or switches to a room that is joined already.
    case join(RoomName)
    /// `/part [ROOM]`: leaves a room; nil is the current one.
    case part(RoomName?)
    /// `/room ROOM`: switches to a joined room.
    case room(RoomName)
    /// `/nick NAME`.
    case nick(Nick)
    /// `/dial MULTIADDR`: dials, and keeps reconnecting.
    case dial(Multiaddr)
    /// `/disconnect PEER`: closes the connections of a peer and stops redialling it.
    case disconnect(PeerReference)
    /// `/peers`.
    case peers
    /// `/rooms`.
    case rooms
    /// `/list`: the rooms that connected peers are in.
    case list
    /// `/names [ROOM]`: the members of a room; nil is the current one.
    case names(RoomName?)
    /// `/whois PEER`.
    case whois(PeerReference)
    /// `/ignore PEER`: shows nothing more of that author. They are not told, and their messages are still
    /// passed on.
    case ignore(PeerReference)
    /// `/unignore PEER`.
    case unignore(PeerReference)
    /// `/block PEER`: ignores the peer, closes its connections, and every one that it makes again.
    case block(PeerReference)
    /// `/unblock PEER`.
    case unblock(PeerReference)
    /// `/topic [ROOM]`: the gossipsub topic behind a room; nil is the current one.
    case topic(RoomName?)
    /// `/history [ROOM] [N]`: the latest messages of a room; nil is the current one, and 50 messages.
    case history(RoomName?, Int?)
    /// `/forget ROOM`: lets go of everything that was said in a room.
    case forget(RoomName)
    /// `/help`.
    case help
    /// `/inspect`: the inside of gossip, as one `ChatEvent.inspection`.
    case inspect
    /// `/quit`, or the end of the input: hands over what was typed, waiting a short while for a peer, then
    /// closes.
    case quit
    /// A signal: closes at once, gracefully.
    case stop
}
