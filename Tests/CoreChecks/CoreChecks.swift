/// Every check that runs in both builds. Add a check by adding it to the list of its area.
public enum CoreChecks {
    /// All of them.
    public static var all: [CoreCheck] {
        cryptoChecks + byteChecks + identityChecks + foreignKeyChecks + negotiationChecks + yamuxChecks
            + swarmChecks
            + hostilePeerChecks + swarmPolicyChecks + hostChecks + nodeChecks + introductionChecks
            + membershipChecks
            + gossipChecks + routerChecks + historyChecks + reconciliationChecks + keptRoomChecks
    }
}
