import Net

/// The forms of keys, peer ids and addresses.
let identityChecks: [CoreCheck] = [
    CoreCheck("A private key comes back, and its peer id contains the public half", readKey),
    CoreCheck("A peer id that is a hash has two texts", readHashedPeerID),
    CoreCheck("Addresses come back from text and bytes", readAddresses),
    CoreCheck("What is no address is refused and does not trap", refuseAddresses),
]

private func readKey(_ check: inout CheckRecorder) {
    let form =
        "080112407e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d"
        + "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"
    do throws(KeyError) {
        let pair = try KeyPair(privateKeyProtobuf: bytes(form))
        check.expectEqual(Hex.encode(pair.privateKeyProtobuf), form, "the private key")
        let text = pair.peerID.description
        check.expect(
            text == "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq",
            "peer id: " + text
        )
        check.expect(pair.peerID.embeddedPublicKey == pair.publicKey, "the id contains the key")
    } catch {
        check.fail(error.description)
    }
}

private func readHashedPeerID(_ check: inout CheckRecorder) {
    do throws(PeerIDError) {
        let base58 = try PeerID(text: "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N")
        let cid = try PeerID(text: "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe")
        check.expect(base58 == cid, "both texts are one id")
        check.expect(base58.cidDescription.hasPrefix("bafzbeie5745"), "it is written as a CID")
    } catch {
        check.fail(error.description)
    }
}

private func readAddresses(_ check: inout CheckRecorder) {
    let addresses = [
        ("/ip4/127.0.0.1/tcp/4001", "047f000001060fa1"),
        ("/ip6/2601:9:4f81:9700:803e:ca65:66e8:c21", "29260100094f819700803eca6566e80c21"),
        ("/dns/example.com/tcp/443", "350b6578616d706c652e636f6d0601bb"),
    ]
    for (text, hex) in addresses {
        do throws(MultiaddrError) {
            let address = try Multiaddr(text: text)
            check.expectEqual(Hex.encode(address.bytes), hex, text)
            check.expect(try Multiaddr(bytes: bytes(hex)[...]).description == text, text)
        } catch {
            check.fail(text + ": " + error.description)
        }
    }
}

private func refuseAddresses(_ check: inout CheckRecorder) {
    for text in [
        "", "/", "/ip4/1.2.3.4/tcp/65536", "/ip4/1.2.3.4/udp/1", "/ip6/:::/tcp/1", "/dns//tcp/1",
    ] {
        do throws(MultiaddrError) {
            _ = try Multiaddr(text: text)
            check.fail(text + " was accepted")
        } catch {
            check.expect(!error.description.isEmpty, text)
        }
    }
    let good = bytes("350b6578616d706c652e636f6d0601bb")
    for index in good.indices {
        var changed = good
        changed[index] ^= 0x80
        do throws(MultiaddrError) {
            let address = try Multiaddr(bytes: changed[...])
            check.expect(address.bytes == changed, "what is read writes the same bytes")
        } catch {
            check.expect(!error.description.isEmpty, "an error has a text")
        }
    }
}
