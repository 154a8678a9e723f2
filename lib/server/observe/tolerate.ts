/** Logs a line. Where the logger throws, only the line is lost. */
export function tolerate (log: () => void): void {
  try {
    log()
  } catch {
    // Only the failing logger could report this.
  }
}
