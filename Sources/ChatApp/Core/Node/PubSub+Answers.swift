import Gossip
import HearsayCollections
import Net
import PubSub

/// The answers to questions about the network.
extension PubSub {
    /// The connected peers, sorted by id; of several connections to one the newest, which carries what is
    /// said.
    borrowing func summaries(_ chat: Chat) -> [PeerSummary] {
        let topics = snapshot().topics
        var newest: [PeerID: ConnectionSummary] = Dictionary()
        for connection in connections { newest[connection.peer] = connection }
        return newest.values.ordered { $0.peer < $1.peer }.map { connection in
            PeerSummary(
                connection,
                mesh: topics.filter { $0.mesh.contains(connection.peer) }.compactMap {
                    RoomName(topic: $0.topic)
                },
                score: score(of: connection.peer),
                nick: chat.nick(of: connection.peer)
            )
        }
    }

    /// What of `wanted` is being dialled.
    borrowing func dials(of wanted: [Multiaddr], now: Instant) -> [DialSummary] {
        pendingDials.filter { wanted.contains($0.address) }.map { dial in
            DialSummary(address: dial.address, wait: dial.next.map { max(.zero, $0 - now) })
        }
    }

    /// The rooms that connected peers are in.
    var roomCounts: [RoomCount] {
        snapshot().subscriptions.compactMap { subscription in
            RoomName(topic: subscription.topic).map { RoomCount(room: $0, peerCount: subscription.count) }
        }
    }

    /// The inside of gossip.
    borrowing func inspection(_ chat: Chat, now: Instant) -> Inspection {
        let snapshot = snapshot()
        return Inspection(
            topics: snapshot.topics.map { topic in
                Inspection.Topic(topic, subscribers: subscribers(of: topic.topic), now: now)
            },
            peers: snapshot.peers.map { Inspection.Peer($0) },
            connections: summaries(chat),
            traces: snapshot.traces.map { Inspection.Trace($0, travelTime: chat.travelTime(of: $0.id)) },
            counters: snapshot.figures
        )
    }
}
