import History
import Net

/// Reads the command line: the same options, messages and exit status in both builds.
///
/// `--key value` and `--key=value` are the same. The first thing that is wrong ends the reading; a value that
/// begins with two hyphens needs the second form, so that a forgotten value is noticed.
public struct OptionParser {
    private let engine: Engine
    private var arguments: ArraySlice<String>

    private var nick: Nick
    private var isNickGiven = false
    private var isFresh = false
    private var rooms: [RoomName] = []
    private var listenAddresses: [Multiaddr] = []
    private var listensNowhere = false
    private var dialAddresses: [Multiaddr] = []
    private var identity = IdentityChoice.standard
    private var history: HistoryKeep? = HistoryKeep()
    private var isHistoryDefault = true
    private var isHeadless = false
    private var isJSON = false
    private var staysAfterInput = false
    private var isPlain = false
    private var chosenEngine: Engine?
    private var componentPath: String?
    private var logLevel = LogLevel.warning

    /// Reads the arguments.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - engine: the build that runs; it decides which addresses can be used.
    ///   - userName: `$USER`, for the default nick; nil or unusable as a nick gives "guest". The component is
    ///     "wasm".
    public static func parse(_ arguments: [String], engine: Engine, userName: String?) -> OptionOutcome {
        var parser = OptionParser(arguments: arguments, engine: engine, userName: userName)
        do {
            if let text = try parser.parseAll() { return .print(text) }
            return .run(try parser.options())
        } catch {
            return .wrongUsage("hearsay: " + error.message + " (--help lists the options)")
        }
    }

    private init(arguments: [String], engine: Engine, userName: String?) {
        self.arguments = arguments[...]
        self.engine = engine
        self.nick = Self.defaultNick(engine: engine, userName: userName)
    }

    private static func defaultNick(engine: Engine, userName: String?) -> Nick {
        if engine == .wasi { return Nick(checked: "wasm") }
        guard let name = userName else { return Nick(checked: "guest") }
        do {
            return try Nick(name)
        } catch {
            return Nick(checked: "guest")
        }
    }

    /// Returns the text to print where the help or the version is asked for.
    private mutating func parseAll() throws(UsageError) -> String? {
        while let argument = arguments.popFirst() {
            let (flag, attachedValue) = Self.split(argument)
            guard let option = Option.allCases.first(where: { $0.flag == flag }),
                engine == .native || !option.isNativeOnly
            else {
                if argument == "-h" { return HelpText.options }
                throw UsageError(argument: argument)
            }
            switch option {
            case .help:
                try refuseValue(attachedValue, of: option)
                return HelpText.options
            case .version:
                try refuseValue(attachedValue, of: option)
                return "hearsay " + Version.text
            case .headless, .json, .stay, .plain, .fresh:
                try refuseValue(attachedValue, of: option)
                set(option)
            case .nick, .room, .listen, .dial, .identity, .history, .engine, .component, .logLevel:
                if let value = attachedValue {
                    try set(option, to: value)
                } else {
                    try set(option, to: nextValue(of: option))
                }
            }
        }
        return nil
    }

    private func options() throws(UsageError) -> ChatOptions {
        if listensNowhere && !listenAddresses.isEmpty {
            throw UsageError(.listen, "none", "\"none\" does not go with other addresses")
        }
        let front = chosenEngine ?? (componentPath == nil ? engine : .wasi)
        if front == .native, let path = componentPath {
            throw UsageError(.component, path, "goes with --engine wasm")
        }
        if engine == .native, front == .wasi, case .file(let path) = identity {
            throw UsageError(.identity, path, "the component has no files; it makes a new key each start")
        }
        let areDefault = listenAddresses.isEmpty && !listensNowhere
        return ChatOptions(
            nick: nick,
            isNickDefault: !isNickGiven,
            rooms: rooms.isEmpty ? [.lobby] : rooms,
            areRoomsDefault: rooms.isEmpty,
            listenAddresses: areDefault ? AddressPolicy.defaultListenAddresses : listenAddresses,
            areListenAddressesDefault: areDefault,
            dialAddresses: dialAddresses,
            identity: identity,
            history: history,
            isHistoryDefault: isHistoryDefault,
            isHeadless: isHeadless || isJSON,
            isJSON: isJSON,
            staysAfterInput: staysAfterInput,
            logLevel: logLevel,
            isPlain: isPlain,
            isFresh: isFresh,
            engine: front,
            componentPath: componentPath
        )
    }

    private static func split(_ argument: String) -> (flag: String, value: String?) {
        guard argument.begins(with: "--"),
            let equals = argument.utf8.firstIndex(of: UInt8(ascii: "="))
        else { return (argument, nil) }
        return (String(argument[..<equals]), String(argument[argument.utf8.index(after: equals)...]))
    }

    private func refuseValue(_ value: String?, of option: Option) throws(UsageError) {
        guard value == nil else { throw UsageError("option \(option.flag) takes no value") }
    }

    private mutating func nextValue(of option: Option) throws(UsageError) -> String {
        guard let value = arguments.first, !value.begins(with: "--") else {
            throw UsageError(
                "option \(option.flag) needs a value: \(option.flag) \(option.valueName ?? "VALUE")"
            )
        }
        arguments.removeFirst()
        return value
    }

    private mutating func set(_ option: Option) {
        switch option {
        case .headless: isHeadless = true
        case .json: isJSON = true
        case .stay: staysAfterInput = true
        case .plain: isPlain = true
        case .fresh: isFresh = true
        case .nick, .room, .listen, .dial, .identity, .history, .engine, .component, .logLevel, .version,
            .help:
            break
        }
    }

    private mutating func set(_ option: Option, to value: String) throws(UsageError) {
        switch option {
        case .nick:
            nick = try Self.nick(value)
            isNickGiven = true
        case .room:
            let room = try Self.room(value)
            rooms.removeAll { $0 == room }
            rooms.append(room)
        case .listen:
            guard value != "none" else {
                listensNowhere = true
                return
            }
            let address = try address(value, of: option)
            if !listenAddresses.contains(address) { listenAddresses.append(address) }
        case .dial:
            let address = try address(value, of: option)
            if !dialAddresses.contains(address) { dialAddresses.append(address) }
        case .identity:
            guard !value.isEmpty else { throw UsageError(option, value, "a path, or \"memory\"") }
            identity = value == "memory" ? .memory : .file(value)
        case .history:
            history = try HistoryKeep.read(value)
            isHistoryDefault = false
        case .engine:
            switch value {
            case "native": chosenEngine = .native
            case "wasm", "wasi": chosenEngine = .wasi
            default: throw UsageError(option, value, "native or wasm")
            }
        case .component:
            guard !value.isEmpty else { throw UsageError(option, value, "a path") }
            componentPath = value
        case .logLevel:
            guard let level = LogLevel(name: value) else {
                throw UsageError(option, value, "one of trace, debug, info, notice, warning, error")
            }
            logLevel = level
        case .headless, .json, .stay, .plain, .fresh, .version, .help: break
        }
    }

    private static func nick(_ value: String) throws(UsageError) -> Nick {
        do {
            return try Nick(value)
        } catch {
            throw UsageError(.nick, value, error.explanation)
        }
    }

    private static func room(_ value: String) throws(UsageError) -> RoomName {
        do {
            return try RoomName(value)
        } catch {
            throw UsageError(.room, value, error.explanation)
        }
    }

    private func address(_ value: String, of option: Option) throws(UsageError) -> Multiaddr {
        do {
            return option == .listen
                ? try AddressPolicy.checkListen(AddressPolicy.parse(value))
                : try AddressPolicy.checkDial(AddressPolicy.parseDial(value), engine: engine)
        } catch {
            throw UsageError(option, value, error.explanation)
        }
    }
}
