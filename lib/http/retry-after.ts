/** The seconds of a `Retry-After` value (RFC 9110 §10.2.3): a whole number, or a date. */

/** Whole seconds, rounded up; `undefined` for an invalid value. A date that has passed is 0. */
export function toSeconds (value: unknown, now?: number): number | undefined {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? Math.ceil(value) : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^\d{1,10}$/.test(text)) return Number(text)
  if (!httpDate.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - (now ?? Date.now())) / 1000))
}

const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
