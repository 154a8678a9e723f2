/**
 * The values for the labels about waiting.
 */

/** The seconds alone, and with their unit as the language writes it: `1 second`, `30 Sekunden`. */
export function waitOf (seconds: number | undefined, language: string): Readonly<Record<'seconds' | 'wait', string>> {
  if (seconds === undefined) return { seconds: '', wait: '' }
  return {
    seconds: String(seconds),
    wait: new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(seconds)
  }
}
