// swift-tools-version: 6.2
// The package is built twice from the same sources. Natively it has every target below. With HEARSAY_WASM=1
// in the environment (`make wasm` sets it) it has the Embedded Swift targets alone: the Swift half of swift-crypto needs
// Foundation, which no component has, so only its C module is built then.

import PackageDescription

let isComponentBuild = Context.environment["HEARSAY_WASM"] == "1"

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

// MARK: - The core and the component: compiled for both targets

/// BoringSSL, by way of swift-crypto. The component build takes its C module alone (see docs/building.md).
let crypto: [Target.Dependency] =
    isComponentBuild ? [] : [.product(name: "Crypto", package: "swift-crypto")]

let coreTargets: [Target] = [
    .target(
        name: "Net",
        dependencies: crypto + [
            .product(name: "DequeModule", package: "swift-collections"),
            .product(name: "HeapModule", package: "swift-collections"),
        ],
        path: "Sources/Net",
        exclude: ["Transport/NIO", "Transport/Runtime", "Transport/WASI"],
        swiftSettings: strict
    ),
    .target(
        name: "Gossip",
        dependencies: ["Net"],
        path: "Sources/Gossip",
        exclude: ["PubSub"],
        swiftSettings: strict
    ),
    .target(
        name: "PubSub",
        dependencies: ["Net", "Gossip", .product(name: "DequeModule", package: "swift-collections")],
        path: "Sources/Gossip/PubSub",
        swiftSettings: strict
    ),
    .target(
        name: "ChatCore",
        dependencies: ["Net", "Gossip", "PubSub"],
        path: "Sources/ChatApp/Core",
        swiftSettings: strict
    ),
    .target(
        name: "GossipSimulation",
        dependencies: ["Net", "Gossip"],
        path: "Tests/Support/Simulation",
        swiftSettings: strict
    ),
    .target(
        name: "SimulatedNetwork",
        dependencies: ["Net", .product(name: "HeapModule", package: "swift-collections")],
        path: "Tests/Support/SimulatedNetwork",
        swiftSettings: strict
    ),
    .target(
        name: "CoreChecks",
        dependencies: ["Net", "Gossip", "ChatCore", "GossipSimulation", "SimulatedNetwork"],
        path: "Tests/Support/CoreChecks",
        swiftSettings: strict
    ),
    .target(
        name: "BenchWorkloads",
        dependencies: ["Net", "Gossip"],
        path: "Tests/Bench/Workloads",
        swiftSettings: strict
    ),
    .target(
        name: "TimingCore",
        dependencies: ["Net"],
        path: "Tests/Support/Timing/Core",
        swiftSettings: strict
    ),
    .target(
        name: "ConformanceCore",
        dependencies: ["Net"],
        path: "Tests/Support/Conformance/Core",
        swiftSettings: strict
    ),
]

let componentTargets: [Target] = [
    .target(name: "CWASI", path: "Sources/CWASI", exclude: ["wit"]),
    .target(
        name: "NetWASI",
        dependencies: ["Net", "CWASI"],
        path: "Sources/Net/Transport/WASI",
        swiftSettings: strict
    ),
    .target(
        name: "NetRuntime",
        dependencies: ["Net", "NetWASI", "CWASI"],
        path: "Sources/Net/Transport/Runtime/WASI",
        swiftSettings: strict
    ),
    .target(
        name: "HearsayComponent",
        dependencies: ["ChatCore", "NetWASI", "CWASI"],
        path: "Sources/ChatApp/Component",
        swiftSettings: strict
    ),
    .target(
        name: "ChecksComponent",
        dependencies: ["CoreChecks", "NetWASI", "CWASI"],
        path: "Tests/Support/ChecksComponent",
        swiftSettings: strict
    ),
    .target(
        name: "ConformanceComponent",
        dependencies: ["ConformanceCore", "NetWASI", "CWASI"],
        path: "Tests/Support/Conformance/Component",
        swiftSettings: strict
    ),
    .target(
        name: "BenchComponent",
        dependencies: ["BenchWorkloads", "NetWASI", "CWASI"],
        path: "Tests/Bench/ComponentProgram",
        swiftSettings: strict
    ),
    .target(
        name: "TimingComponent",
        dependencies: ["TimingCore", "Net", "NetWASI", "CWASI"],
        path: "Tests/Support/Timing/Component",
        swiftSettings: strict
    ),
    // Keeps swift-crypto in the package graph, so that its C module can be built by name. Nothing depends on it.
    .target(
        name: "CryptoAnchor",
        dependencies: [.product(name: "Crypto", package: "swift-crypto")],
        path: "Sources/CryptoAnchor"
    ),
]

// MARK: - Native only

let nativeTargets: [Target] = [
    .target(
        name: "NetNIO",
        dependencies: [
            "Net", "CResolv",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ],
        path: "Sources/Net/Transport/NIO",
        swiftSettings: strict
    ),
    .target(
        name: "NetRuntime",
        dependencies: [
            "Net", "NetNIO",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ],
        path: "Sources/Net/Transport/Runtime/NIO",
        swiftSettings: strict
    ),
    .systemLibrary(name: "CResolv", path: "Sources/CResolv"),
    .systemLibrary(name: "CNcurses", path: "Sources/CNcurses"),
    .target(
        name: "ChatTerminal",
        dependencies: ["ChatCore"],
        path: "Sources/ChatApp/Terminal",
        swiftSettings: strict
    ),
    .target(name: "NativeSystem", path: "Sources/ChatApp/Native/System", swiftSettings: strict),
    .executableTarget(
        name: "hearsay",
        dependencies: [
            "ChatCore", "ChatTerminal", "NativeSystem", "NetNIO", "CNcurses",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "TOMLKit", package: "TOMLKit"),
        ],
        path: "Sources/ChatApp/Native",
        exclude: ["System"],
        swiftSettings: strict
    ),
    .executableTarget(
        name: "gossip-sim",
        dependencies: [
            "GossipSimulation", "Net",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        path: "Tests/Support/GossipSim",
        swiftSettings: strict
    ),
    .target(
        name: "FaultProxy",
        dependencies: [
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ],
        path: "demo/FaultProxy",
        swiftSettings: strict
    ),
    .target(
        name: "ScenePlayer",
        dependencies: ["FaultProxy", .product(name: "NIOCore", package: "swift-nio")],
        path: "demo/ScenePlayer",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "terminal-bench",
        dependencies: ["ChatCore", "ChatTerminal", "Net"],
        path: "Tests/Bench/Terminal",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "hearsay-scene",
        dependencies: [
            "ScenePlayer",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        path: "demo/SceneRunner",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "conformance-peer",
        dependencies: [
            "ConformanceCore", "NetNIO",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ],
        path: "Tests/Support/Conformance/Native",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "crowd",
        dependencies: [
            "Net", "NetNIO",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ],
        path: "Tests/Support/Crowd",
        swiftSettings: strict
    ),
    .target(name: "CAllocationCount", path: "Tests/Bench/CAllocationCount"),
    .executableTarget(
        name: "hearsay-bench",
        dependencies: [
            "Net", "NetNIO", "BenchWorkloads", "CAllocationCount",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        path: "Tests/Bench",
        exclude: ["CAllocationCount", "ComponentProgram", "Terminal", "Workloads"],
        swiftSettings: strict
    ),
    .executableTarget(
        name: "timing-probe",
        dependencies: ["TimingCore"],
        path: "Tests/Support/Timing/Native",
        swiftSettings: strict
    ),
    .testTarget(
        name: "NetTests",
        dependencies: ["Net", "NetNIO", "CoreChecks", "SimulatedNetwork"],
        path: "Tests/NetTests",
        swiftSettings: strict
    ),
    .testTarget(
        name: "GossipTests",
        dependencies: ["Gossip", "GossipSimulation", "Net"],
        path: "Tests/GossipTests",
        swiftSettings: strict
    ),
    .testTarget(
        name: "PubSubTests",
        dependencies: ["PubSub", "Gossip", "Net"],
        path: "Tests/PubSubTests",
        swiftSettings: strict
    ),
    .testTarget(
        name: "ChatAppTests",
        dependencies: ["ChatCore", "ChatTerminal", "Net"],
        path: "Tests/ChatAppTests",
        swiftSettings: strict
    ),
    .testTarget(
        name: "NativeSystemTests",
        dependencies: ["NativeSystem"],
        path: "Tests/NativeSystemTests",
        swiftSettings: strict
    ),
    .testTarget(
        name: "SceneTests",
        dependencies: [
            "ScenePlayer", "FaultProxy", .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOEmbedded", package: "swift-nio"),
        ],
        path: "Tests/SceneTests",
        exclude: ["Fakes"],
        swiftSettings: strict
    ),
]

// MARK: - Examples: one file each, for both targets

func example(_ name: String, _ libraries: [Target.Dependency]) -> Target {
    isComponentBuild
        ? .target(
            name: "Example" + name.prefix(1).uppercased() + name.dropFirst(),
            dependencies: libraries + ["NetRuntime"],
            path: "Examples/" + name,
            swiftSettings: strict
        )
        : .executableTarget(
            name: "example-" + name,
            dependencies: libraries + ["NetRuntime"],
            path: "Examples/" + name,
            swiftSettings: strict
        )
}

let examples = [
    example("echo", ["Net"]),
    example("ping", ["Net"]),
    example("gossip", ["Net", "PubSub"]),
]

let package = Package(
    name: "hearsay",
    products: isComponentBuild
        ? [
            .library(name: "HearsayComponent", type: .static, targets: ["HearsayComponent"]),
            .library(name: "ChecksComponent", type: .static, targets: ["ChecksComponent"]),
            .library(name: "BenchComponent", type: .static, targets: ["BenchComponent"]),
            .library(name: "ExampleEcho", type: .static, targets: ["ExampleEcho"]),
            .library(name: "ExamplePing", type: .static, targets: ["ExamplePing"]),
            .library(name: "ExampleGossip", type: .static, targets: ["ExampleGossip"]),
            .library(name: "TimingComponent", type: .static, targets: ["TimingComponent"]),
            .library(name: "ConformanceComponent", type: .static, targets: ["ConformanceComponent"]),
        ]
        : [
            .library(name: "Net", targets: ["Net"]),
            .library(name: "NetNIO", targets: ["NetNIO"]),
            .library(name: "NetRuntime", targets: ["NetRuntime"]),
            .library(name: "Gossip", targets: ["Gossip"]),
            .library(name: "PubSub", targets: ["PubSub"]),
            .executable(name: "hearsay", targets: ["hearsay"]),
            .executable(name: "gossip-sim", targets: ["gossip-sim"]),
            .executable(name: "hearsay-scene", targets: ["hearsay-scene"]),
        ],
    dependencies: [
        // Exactly this version: its C module, which we use directly, is not part of its public interface.
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    ]
        + (isComponentBuild
            ? []
            : [
                .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
                .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
                .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
                .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
            ]),
    targets: coreTargets + (isComponentBuild ? componentTargets : nativeTargets) + examples,
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
