/// One entry of an RPC's `subscriptions`.
struct SubscriptionChange {
    let isSubscribe: Bool
    let topic: ArraySlice<UInt8>
}
