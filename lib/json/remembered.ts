/**
 * Calls a function once for each key.
 */
export function remembered<Key, Result> (make: (key: Key) => Result): (key: Key) => Result {
  const made = new Map<Key, Result>()
  return function remember (key) {
    const known = made.get(key)
    if (known !== undefined || made.has(key)) return known as Result
    const result = make(key)
    made.set(key, result)
    return result
  }
}
