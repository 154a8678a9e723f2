/**
 * The name of an occurrence of a problem (RFC 9457 §3.1.5).
 */
const instancePattern = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/
const maxInstance = 2_000

/**
 * A name that the application gives to an occurrence.
 *
 * @throws {TypeError} for a value that is not a URI
 */
export function checkInstance (instance: unknown): string {
  if (isInstance(instance)) return instance
  const actual = typeof instance === 'string' ? `'${instance.slice(0, 100)}'` : typeof instance
  throw new TypeError(
    `The instance of a problem must be a URI with a scheme (RFC 3986), of at most ${maxInstance} characters, such as ` +
    `'https://api.example.com/failures/42', got ${actual}`
  )
}

/** Whether a value can name an occurrence: it is written into JSON as it is. */
export function isInstance (instance: unknown): instance is string {
  return typeof instance === 'string' && instance.length <= maxInstance && instancePattern.test(instance)
}
