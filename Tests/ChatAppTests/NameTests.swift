import ChatCore
import Testing

@Suite("Names of rooms and members")
struct NameTests {
    @Test(
        "A room stands for a topic, and the topic for the room",
        arguments: ["lobby", "a/b", "日本", "raw:x", "raw:/x/y", "raw:raw:x"]
    )
    func topics(_ name: String) throws {
        let room = try RoomName(name)
        #expect(room.text == name)
        #expect(room.topic == (room.isRaw ? String(name.dropFirst(4)) : "hearsay/1/" + name))
        #expect(RoomName(topic: room.topic) == room)
    }

    @Test(
        "A name that cannot be used says why",
        arguments: [
            ("", RoomNameError.empty), ("raw:", .empty), ("/x", .leadingSlash),
            ("a b", .invalidCharacter(0x20)),
            ("a\u{7}", .invalidCharacter(7)), ("a\u{202E}b", .invalidCharacter(0x202E)),
            ("\u{200B}", .invalidCharacter(0x200B)),
            ("raw:hearsay/1/lobby", .topicOfChatRoom), (String(repeating: "x", count: 129), .tooLong),
        ]
    )
    func wrongRooms(_ name: String, _ error: RoomNameError) {
        #expect(throws: error) { try RoomName(name) }
    }

    @Test("The longest names pass")
    func longest() throws {
        #expect(try RoomName(String(repeating: "x", count: 128)).topic.utf8.count == 138)
        #expect(try Nick(String(repeating: "ä", count: 32)).text.count == 32)
    }

    @Test(
        "A nick that cannot be used says why",
        arguments: [
            ("", NickError.empty), (" a", .outerSpace), ("a ", .outerSpace), ("a\nb", .invalidCharacter(10)),
            (String(repeating: "x", count: 65), .tooLong), ("a\u{200D}b", .invalidCharacter(0x200D)),
        ]
    )
    func wrongNicks(_ nick: String, _ error: NickError) {
        #expect(throws: error) { try Nick(nick) }
    }

    @Test("Names are compared by their bytes")
    func comparison() throws {
        #expect(try RoomName("e\u{301}") != RoomName("\u{E9}"))
    }
}
