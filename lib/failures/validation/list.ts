/**
 * Reads a validator's list with bounded work: it may be huge, sparse, or contain itself.
 */
import { isFields, type Entry, type List } from './entry.js'
import { fold } from './fold.js'

/** Enough for the branches of any reasonable schema, and a few milliseconds of work. */
const maxRead = 10_000
/** How deep nested `errorMessage` keywords are unwrapped. */
const maxNesting = 8

export function readList (source: readonly unknown[]): List {
  const list: List = { entries: [], complete: true }
  let budget = maxRead
  const read = (items: readonly unknown[], message: string | undefined, depth: number): void => {
    const { length } = items
    for (let i = 0; i < length; i++) {
      if (budget-- <= 0) { list.complete = false; return }
      const entry = toEntry(items, i, message)
      if (!entry) continue
      const wrapped = entry.keyword === 'errorMessage' && entry.params.errors
      if (!Array.isArray(wrapped)) fold(list, entry)
      else if (depth < maxNesting) read(wrapped, entry.message, depth + 1)
    }
  }
  read(source, undefined, 0)
  return list
}

function toEntry (items: readonly unknown[], index: number, message: string | undefined): Entry | undefined {
  try {
    const raw = items[index]
    if (!isFields(raw)) return undefined
    const keyword = firstText(raw.keyword, raw.code, raw.type)
    const authorsText = message ?? (keyword === 'errorMessage' ? firstText(raw.message) : '')
    const schemaPath = firstText(raw.schemaPath)
    return {
      raw,
      keyword,
      schemaPath,
      foldPath: schemaPath,
      instancePath: firstText(raw.instancePath),
      params: [raw.params, raw.context].find(isFields) ?? raw,
      ...(authorsText !== '' && { message: authorsText })
    }
  } catch {
    return undefined
  }
}

function firstText (...values: unknown[]): string {
  return values.find((value) => typeof value === 'string') as string | undefined ?? ''
}
