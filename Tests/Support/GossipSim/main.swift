print("gossip-sim")
