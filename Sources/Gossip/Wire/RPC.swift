/// One RPC, decoded and checked against the limits; what it holds still lies in the bytes received.
struct RPC {
    var subscriptions: [SubscriptionChange] = []
    var messages: [WireMessage] = []
    var control = ControlMessage()
    var hasTestExtension = false
}
