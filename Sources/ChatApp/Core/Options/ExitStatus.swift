/// The exit statuses of both builds.
public enum ExitStatus {
    /// A normal end.
    public static let success: Int32 = 0
    /// It cannot run: no address could be bound, the key cannot be read, the host grants no network.
    public static let failure: Int32 = 1
    /// Wrong usage (`EX_USAGE` of sysexits.h).
    public static let usage: Int32 = 64
}
