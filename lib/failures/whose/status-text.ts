/**
 * The status that a message states, for clients that have no member for it.
 */

export const statusPattern = /\b(?:status(?:[ _]?code)?|response code|code|HTTP(?:\/[\d.]+)?)"?[ :=]{1,2}([45]\d\d)\b/i

/** @example statusIn('Request failed with status code 429') // 429 */
export function statusIn (message: string): number | undefined {
  const status = statusPattern.exec(message.slice(0, 2000))?.[1]
  return status === undefined ? undefined : Number(status)
}
