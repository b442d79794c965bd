import CWASI
import CoreChecks

@_cdecl("cwasi_program_main")
public func programMain() -> Int32 {
    0
}
