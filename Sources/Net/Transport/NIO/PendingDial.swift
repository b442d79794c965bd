/// A dial in progress, which can be given up.
protocol PendingDial: AnyObject {
    /// Abandons everything that it has begun; nothing is told.
    func cancel()
}
