/**
 * Whether the application defines a class of errors: then the next error of the class needs no look at its stack, which
 * costs more than the rest of the answer. A class that the application only uses, such as that of a client, does not
 * count: the client makes errors of it, too.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasAny } from '../../json/untrusted.js'
import { clientMarks } from './marks.js'

const maxFiles = 60
const maxLength = 2 * 1024 * 1024
const endings = ['', '.js', '.mjs', '.cjs', '.ts', '/index.js', '/index.ts']

/** Source of a class → whether it was found. Bounded, because a program may make any number of classes. */
const found = new Map<string, boolean>()
const maxClasses = 500

/** Members that only errors of clients have; they may be inherited. */
const clientMembers = [...clientMarks, 'statusText', '$metadata']

/** @param file a file of the application that made an error of the class: the class is in it, or in what it imports */
export function isOwnClass (constructor: unknown, file: string): constructor is object {
  if (typeof constructor !== 'function') return false
  const { prototype } = constructor as { prototype: unknown }
  return !hasAny(prototype, [...clientMembers, 'headers', 'response']) && isWrittenIn(file, constructor)
}

/**
 * Whether an error of a known class needs no look: it has no object among its members, and no mark of a client. A loop
 * is the fastest form, and every error of the application comes here.
 */
export function isPlain (error: unknown, known: WeakSet<object>): boolean {
  try {
    // The message is read last, because some errors make it when it is read.
    if (!known.has((error as Error).constructor) || (error as Error).message[0] === '{') return false
    for (const name of Object.getOwnPropertyNames(error)) {
      if (name === 'stack' || name === 'message') continue
      const value = (error as Record<string, unknown>)[name]
      if ((typeof value === 'object' && value !== null) || clientMemberSet.has(name)) return false
    }
    return true
  } catch {
    return false
  }
}

const clientMemberSet: ReadonlySet<string> = new Set(clientMembers)

function isWrittenIn (file: string, constructor: object): boolean {
  const text = textOf(constructor)
  if (text === undefined) return false
  const known = found.get(text)
  if (known !== undefined) return known
  if (found.size >= maxClasses) found.clear()
  const isFound = search(file, text)
  found.set(text, isFound)
  return isFound
}

/** The source of a class; `undefined` for one that is built in, or too short to be found for sure. */
function textOf (constructor: object): string | undefined {
  try {
    const text = Function.prototype.toString.call(constructor)
    return text.length > 30 && !text.includes('[native code]') ? text : undefined
  } catch {
    return undefined
  }
}

function search (file: string, text: string): boolean {
  const files = [toPath(file)]
  let left = maxLength
  for (const [index, path] of files.entries()) {
    const source = read(path)
    left -= source?.length ?? 0
    if (index >= maxFiles || left < 0) return false
    if (source?.includes(text)) return true
    if (source !== undefined) for (const next of relatives(source, path)) if (!files.includes(next)) files.push(next)
  }
  return false
}

function toPath (file: string): string {
  try {
    return file.startsWith('file:') ? fileURLToPath(file) : file
  } catch {
    return file
  }
}

function relatives (source: string, path: string): string[] {
  return [...source.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])(\.[^"']*)\1/g)].map((match) =>
    join(dirname(path), match[2]!)
  )
}

function read (path: string): string | undefined {
  if (/[\\/]node_modules[\\/]/.test(path)) return undefined
  for (const ending of endings) {
    try {
      return readFileSync(path + ending, 'utf8')
    } catch {
      // There is no such file: try the next ending.
    }
  }
}
