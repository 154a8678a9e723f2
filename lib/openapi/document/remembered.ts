/**
 * What was made once for a key. Pure.
 */
export function remembered<Key, Result> (make: (key: Key) => Result): (key: Key) => Result {
  const made = new Map<Key, Result>()
  return function remember (key) {
    if (!made.has(key)) made.set(key, make(key))
    return made.get(key) as Result
  }
}
