import Gossip
import History
import Net

/// One simulated peer.
struct SimulatedNode {
    var router: GossipRouter
    let place: SimulatedPlace
    let isAttacker: Bool
    let isSlow: Bool
    /// On the smaller side while the network is apart.
    let isInMinority: Bool
    var isUp = false
    /// Counts the lives, so that timers of an earlier one are void.
    var life: UInt32 = 0
    /// When this life began.
    var upSince = Instant.distantFuture
    /// Whether the node forwards; attackers cease to.
    var forwards = true
    /// What it has kept; it lasts from one life to the next.
    var history: HistoryExchange?
    /// The streams of its history, by its own name for each: the peer, and the peer's name once that is
    /// known.
    var historyStreams: [HistorySessionID: HistoryStream] = [:]
    /// The streams that others have opened in this life, so that none is opened twice.
    var closedStreams: Set<HistoryStream.Name> = []
    /// When the next timer of its history fires.
    var historyTimer = Instant.distantFuture
    /// The links that are up, with the peer at the other end, sorted by that.
    var links: [(peer: Int, link: Int)] = []
    /// Connections on their way.
    var dialing = 0
    /// When all bytes sent so far have left.
    var uplinkFree = Instant.origin
    /// When all bytes meant for a slow reader have been read.
    var downlinkFree = Instant.origin

    func link(to peer: Int) -> Int? {
        let index = position(of: peer)
        return index < links.count && links[index].peer == peer ? links[index].link : nil
    }

    mutating func addLink(_ link: Int, to peer: Int) {
        links.insert((peer: peer, link: link), at: position(of: peer))
    }

    mutating func removeLink(to peer: Int) {
        let index = position(of: peer)
        if index < links.count, links[index].peer == peer { links.remove(at: index) }
    }

    private func position(of peer: Int) -> Int {
        var low = 0
        var high = links.count
        while low < high {
            let middle = (low + high) / 2
            if links[middle].peer < peer { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
