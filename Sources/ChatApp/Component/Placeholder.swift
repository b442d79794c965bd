import CWASI
import ChatCore
import NetWASI

@_cdecl("cwasi_program_main")
public func programMain() -> Int32 {
    64
}
