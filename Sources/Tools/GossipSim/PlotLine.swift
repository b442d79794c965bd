/// One line of a panel.
struct PlotLine {
    /// For the legend; empty for none.
    let name: String
    let points: [(Double, Double)]
}
