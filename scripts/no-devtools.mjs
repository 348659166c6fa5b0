/** Stands in for `react-devtools-core`, which Ink names and this program does not use. */
export default {};
