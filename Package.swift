// swift-tools-version: 6.2
// The package is built twice from the same sources. Natively it has every target below. With HEARSAY_WASM=1
// in the environment (`make wasm` sets it) it has the Embedded Swift targets alone: the Swift half of
// swift-crypto needs Foundation, which no component has, so only its C module is built then.

import PackageDescription

let isComponentBuild = Context.environment["HEARSAY_WASM"] == "1"

// MARK: - What the targets take from other packages

/// BoringSSL, by way of swift-crypto. The component build takes its C module alone (see docs/building.md).
let crypto: [Target.Dependency] =
    isComponentBuild ? [] : [.product(name: "Crypto", package: "swift-crypto")]

let deques = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heaps = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nio = [nioCore, .product(name: "NIOPosix", package: "swift-nio")]
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// MARK: - The core and what exercises it: compiled for both builds

let coreTargets: [Target] = [
    // A module of its own, and no product: only what is public can be specialised in another module.
    .target(name: "HearsayCollections", path: "Sources/Net/Collections"),
    .target(
        name: "Net",
        dependencies: crypto + ["HearsayCollections", deques, heaps],
        path: "Sources/Net",
        exclude: ["Collections", "Transport/NIO", "Transport/Runtime", "Transport/WASI"]
    ),
    .target(
        name: "Gossip",
        dependencies: ["HearsayCollections", "Net"],
        path: "Sources/Gossip",
        exclude: ["PubSub"]
    ),
    .target(
        name: "PubSub",
        dependencies: ["HearsayCollections", "Net", "Gossip", deques],
        path: "Sources/Gossip/PubSub"
    ),
    .target(
        name: "ChatCore",
        dependencies: ["HearsayCollections", "Net", "Gossip", "PubSub"],
        path: "Sources/ChatApp/Core"
    ),
    .target(name: "GossipSimulation", dependencies: ["Net", "Gossip"], path: "Tests/Simulation/Gossip"),
    .target(name: "SimulatedNetwork", dependencies: ["Net", heaps], path: "Tests/Simulation/Network"),
    .target(
        name: "CoreChecks",
        dependencies: ["Net", "Gossip", "ChatCore", "GossipSimulation", "SimulatedNetwork"],
        path: "Tests/CoreChecks",
        exclude: ["Component"]
    ),
    .target(name: "BenchWorkloads", dependencies: ["Net", "Gossip"], path: "Tests/Bench/Workloads"),
    .target(name: "TimingCore", dependencies: ["Net"], path: "Tests/Suites/Timing/Probe/Core"),
    .target(name: "ConformanceCore", dependencies: ["Net"], path: "Tests/Suites/Conformance/Peer/Core"),
]

// MARK: - The component build alone

/// A program that becomes a component: a static library, which scripts/build-wasm links. It has a product of
/// the same name.
func component(_ name: String, _ dependencies: [Target.Dependency], path: String) -> Target {
    .target(name: name, dependencies: dependencies + ["NetWASI", "CWASI"], path: path)
}

let componentPrograms: [Target] = [
    component("HearsayComponent", ["ChatCore"], path: "Sources/ChatApp/Component"),
    component("ChecksComponent", ["CoreChecks"], path: "Tests/CoreChecks/Component"),
    component("ConformanceComponent", ["ConformanceCore"], path: "Tests/Suites/Conformance/Peer/Component"),
    component("BenchComponent", ["BenchWorkloads"], path: "Tests/Bench/ComponentProgram"),
    component("TimingComponent", ["TimingCore", "Net"], path: "Tests/Suites/Timing/Probe/Component"),
]

let componentTargets: [Target] = [
    .target(name: "CWASI", path: "Sources/CWASI", exclude: ["wit"]),
    .target(name: "NetWASI", dependencies: ["Net", "CWASI"], path: "Sources/Net/Transport/WASI"),
    .target(
        name: "NetRuntime",
        dependencies: ["Net", "NetWASI", "CWASI"],
        path: "Sources/Net/Transport/Runtime/WASI"
    ),
    // Keeps swift-crypto in the package graph, so that its C module can be built by name. Nothing depends on
    // it.
    .target(
        name: "CryptoAnchor",
        dependencies: [.product(name: "Crypto", package: "swift-crypto")],
        path: "Sources/CryptoAnchor"
    ),
]

// MARK: - The native build alone

let nativeTargets: [Target] = [
    .systemLibrary(name: "CResolv", path: "Sources/CResolv"),
    .systemLibrary(name: "CNcurses", path: "Sources/CNcurses"),
    .target(name: "NetNIO", dependencies: ["Net", "CResolv"] + nio, path: "Sources/Net/Transport/NIO"),
    .target(
        name: "NetRuntime",
        dependencies: ["Net", "NetNIO"] + nio,
        path: "Sources/Net/Transport/Runtime/NIO"
    ),
    .target(name: "ChatTerminal", dependencies: ["ChatCore"], path: "Sources/ChatApp/Terminal"),
    .target(name: "NativeSystem", path: "Sources/ChatApp/Native/System"),
    .executableTarget(
        name: "hearsay",
        dependencies: [
            "ChatCore", "ChatTerminal", "NativeSystem", "NetNIO", "CNcurses",
            .product(name: "Logging", package: "swift-log"),
            .product(name: "TOMLKit", package: "TOMLKit"),
        ],
        path: "Sources/ChatApp/Native",
        exclude: ["System"]
    ),
    .executableTarget(
        name: "gossip-sim",
        dependencies: ["GossipSimulation", "Net", argumentParser],
        path: "Sources/Tools/GossipSim"
    ),
    .target(name: "FaultProxy", dependencies: nio, path: "demo/FaultProxy"),
    .target(name: "ScenePlayer", dependencies: ["FaultProxy", nioCore], path: "demo/ScenePlayer"),
    .executableTarget(
        name: "hearsay-scene",
        dependencies: ["ScenePlayer", argumentParser],
        path: "demo/SceneRunner"
    ),
    .executableTarget(
        name: "conformance-peer",
        dependencies: ["ConformanceCore", "NetNIO"] + nio,
        path: "Tests/Suites/Conformance/Peer/Native"
    ),
    .executableTarget(
        name: "crowd",
        dependencies: ["Net", "NetNIO"] + nio,
        path: "Tests/Suites/Scale/Crowd"
    ),
    .executableTarget(
        name: "timing-probe",
        dependencies: ["TimingCore"],
        path: "Tests/Suites/Timing/Probe/Native"
    ),
    .target(name: "CAllocationCount", path: "Tests/Bench/CAllocationCount"),
    .executableTarget(
        name: "allocations",
        dependencies: ["Net", "Gossip", "PubSub", "ChatCore", "BenchWorkloads", "CAllocationCount"],
        path: "Tests/Suites/Allocations/Program"
    ),
    .executableTarget(
        name: "hearsay-bench",
        dependencies: ["Net", "NetNIO", "BenchWorkloads", "CAllocationCount", argumentParser] + nio,
        path: "Tests/Bench",
        exclude: ["CAllocationCount", "ComponentProgram", "Terminal", "Workloads"]
    ),
    .executableTarget(
        name: "terminal-bench",
        dependencies: ["ChatCore", "ChatTerminal", "Net"],
        path: "Tests/Bench/Terminal"
    ),
]

let testTargets: [Target] = [
    .testTarget(
        name: "NetTests",
        dependencies: ["HearsayCollections", "Net", "NetNIO"],
        path: "Tests/NetTests"
    ),
    .testTarget(
        name: "GossipTests",
        dependencies: ["Gossip", "GossipSimulation", "Net"],
        path: "Tests/GossipTests"
    ),
    .testTarget(name: "PubSubTests", dependencies: ["PubSub", "Gossip", "Net"], path: "Tests/PubSubTests"),
    .testTarget(
        name: "ChatAppTests",
        dependencies: ["ChatCore", "ChatTerminal", "Gossip", "Net", "PubSub"],
        path: "Tests/ChatAppTests"
    ),
    .testTarget(name: "NativeSystemTests", dependencies: ["NativeSystem"], path: "Tests/NativeSystemTests"),
    .testTarget(name: "CoreCheckTests", dependencies: ["CoreChecks"], path: "Tests/CoreCheckTests"),
    .testTarget(
        name: "SceneTests",
        dependencies: [
            "ScenePlayer", "FaultProxy", nioCore, .product(name: "NIOEmbedded", package: "swift-nio"),
        ],
        path: "Tests/SceneTests",
        exclude: ["Fakes"]
    ),
    .testTarget(name: "RepositoryTests", path: "Tests/RepositoryTests"),
]

// MARK: - Examples: one file each, for both builds

/// A program below Examples: natively `example-echo`, in the component build the library `ExampleEcho`.
func example(_ name: String, _ libraries: [Target.Dependency]) -> Target {
    let path = "Examples/" + name
    return isComponentBuild
        ? .target(
            name: "Example" + name.prefix(1).uppercased() + name.dropFirst(),
            dependencies: libraries + ["NetRuntime"],
            path: path
        )
        : .executableTarget(name: "example-" + name, dependencies: libraries + ["NetRuntime"], path: path)
}

let examples = [
    example("echo", ["Net"]),
    example("ping", ["Net"]),
    example("gossip", ["Net", "Gossip", "PubSub"]),
]

// MARK: - The package

let package = Package(
    name: "hearsay",
    products: isComponentBuild
        ? (componentPrograms + examples).map { .library(name: $0.name, type: .static, targets: [$0.name]) }
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
    targets: coreTargets + examples
        + (isComponentBuild ? componentTargets + componentPrograms : nativeTargets + testTargets),
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// The same rules for all Swift code; a system library has no settings.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]
}
