/// What was counted of IHAVE, IWANT and IDONTWANT.
struct ExchangeCounters: Equatable {
    var haveSent: UInt64 = 0
    var haveReceived: UInt64 = 0
    var wantSent: UInt64 = 0
    var wantReceived: UInt64 = 0
    var dontWantSent: UInt64 = 0
    var dontWantReceived: UInt64 = 0
    var retransmitted: UInt64 = 0
    var brokenPromises: UInt64 = 0
}
