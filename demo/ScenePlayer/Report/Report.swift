import Foundation

/// What a play leaves in its folder.
enum Report {
    /// Writes `transcript.txt`, `sequence.svg` and `result.json`; after a success the peers' own output is
    /// removed.
    static func write(_ result: SceneResult, journal: [JournalEntry], scene: Scene) {
        if case .skipped = result.outcome {
            try? FileManager.default.createDirectory(atPath: result.folder, withIntermediateDirectories: true)
            return put(result.json + "\n", in: result.folder, "result.json")
        }
        let transcript = Transcript(scene: scene, isColoured: false)
        let lines = transcript.header(scene) + journal.compactMap(transcript.line) + [result.summary]
        put(lines.joined(separator: "\n") + "\n", in: result.folder, "transcript.txt")
        put(SequenceDiagram.draw(journal, scene: scene), in: result.folder, "sequence.svg")
        put(result.json + "\n", in: result.folder, "result.json")
        if result.isFailure { return }
        for peer in scene.peers {
            for ending in ["jsonl", "stderr", "key", "home"] {
                try? FileManager.default.removeItem(atPath: "\(result.folder)/\(peer.name).\(ending)")
            }
        }
    }

    private static func put(_ text: String, in folder: String, _ name: String) {
        do {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        } catch {
            FileHandle.standardError.write(Data("\(folder)/\(name) cannot be written: \(error)\n".utf8))
        }
    }
}
