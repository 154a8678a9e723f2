/**
 * Calls a function once for each key.
 *
 * @param most how many results are kept: fewer than all where the keys may come from outside
 */
export function remembered<Key, Result> (make: (key: Key) => Result, most = Infinity): (key: Key) => Result {
  const made = new Map<Key, Result>()
  return function remember (key) {
    const known = made.get(key)
    if (known !== undefined || made.has(key)) return known as Result
    const result = make(key)
    if (made.size < most) made.set(key, result)
    return result
  }
}
