/**
 * Files that commands read and write. Every failure names the file.
 */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { readSnapshot } from '../contract/snapshot/text.js'
import type { Snapshot } from '../contract/snapshot/index.js'
import type { Io } from './io.js'

export async function isFile (path: string): Promise<boolean> {
  return stat(path).then((stats) => stats.isFile(), () => false)
}

export async function isFolder (path: string): Promise<boolean> {
  return stat(path).then((stats) => stats.isDirectory(), () => false)
}

/** @throws {Error} for a file that cannot be read */
export async function readText (file: string, { cwd }: Io): Promise<string> {
  return readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => {
    throw new Error(`'${file}' cannot be read: ${inWords(cause)}`, { cause })
  })
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'this user may not do that here',
  EPERM: 'this user may not do that here',
  EROFS: 'the disk is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  ENOENT: 'there is no such file',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long'
}

/** Why a file cannot be read or written. */
function inWords (thrown: unknown): string {
  const { code, message } = Object(thrown) as { code?: unknown, message?: unknown }
  const known = words[String(code)]
  return known === undefined ? String(message) : `${known} (${String(code)})`
}

/**
 * JSON of another service.
 *
 * @param seconds after which it counts as hanging
 * @throws {Error} naming the URL, for anything but a success
 */
export async function readUrl (url: string, seconds: number): Promise<string> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(seconds * 1000)
    })
    if (!response.ok) throw new Error(`the answer is ${response.status}`)
    return await response.text()
  } catch (error) {
    const { message, cause } = Object(error) as Error
    const reason = (Object(cause) as { message?: string }).message
    throw new Error(`'${url}' cannot be read: ${reason ? `${message}, ${reason}` : message}`, { cause: error })
  }
}

/** The standard input, to its end. */
export async function readInput ({ input }: Io): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of input) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Writes to a file, or with `-` to the standard output. Reports it on the error output. */
export async function writeText (file: string, text: string, io: Io): Promise<void> {
  if (file === '-') return io.out(text)
  const path = resolve(io.cwd, file)
  await createFolder(dirname(path)).then(() => writeFile(path, text)).catch((cause: unknown) => {
    throw new Error(`'${file}' cannot be written: ${inWords(cause)}`, { cause })
  })
  io.err(`Wrote ${file}\n`)
}

/** A folder, and those above it. Node's `recursive` never ends where the file system refuses folders, as in /proc. */
async function createFolder (path: string): Promise<void> {
  if (await isFolder(path)) return
  const above = dirname(path)
  if (above !== path) await createFolder(above)
  await mkdir(path).catch(async (error: unknown) => {
    if (!await isFolder(path)) throw error
  })
}

/** The snapshot in a file; `undefined` where there is no file. */
export async function readSnapshotFile (file: string, io: Io): Promise<Snapshot | undefined> {
  if (!await isFile(resolve(io.cwd, file))) return undefined
  return readSnapshot(await readText(file, io), `'${file}'`)
}
