/**
 * The snapshot that a change is compared with: in a file, or at the merge base with a git ref.
 */
import { execFile } from 'node:child_process'
import { basename, dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { readSnapshot } from '../contract/snapshot.js'
import type { Snapshot } from '../contract/snapshot.js'
import { isFile, readText } from './files.js'
import { UsageError } from './io.js'
import type { Io } from './io.js'

const execute = promisify(execFile)

export interface Base {
  /** For people: what it was compared with. */
  readonly name: string
  /** `undefined` where there was none yet. */
  readonly snapshot: Snapshot | undefined
}

/**
 * @param against a git ref or a file
 * @param file the committed snapshot, which is looked up at the merge base
 */
export async function readBase (against: string, file: string, io: Io): Promise<Base> {
  if (await isFile(resolve(io.cwd, against))) {
    return { name: against, snapshot: readSnapshot(await readText(against, io), `'${against}'`) }
  }
  // A ref never starts with a dash; git would take it for an option.
  if (against.startsWith('-') || against === '') throw new UsageError(`--against must be a git ref or a file, got '${against}'`)
  const path = resolve(io.cwd, file)
  const git = (...args: string[]) => execute('git', ['-C', dirname(path), ...args], { maxBuffer: 2 ** 28 }).then(({ stdout }) => stdout)
  const commit = await git('rev-parse', '--verify', '--quiet', `${against}^{commit}`).catch((cause: unknown) => {
    throw new Error(`'${against}' is neither a file nor a git ref: fetch it, or name a snapshot file`, { cause })
  })
  const mergeBase = await git('merge-base', 'HEAD', commit.trim()).catch((cause: unknown) => {
    throw new Error(`git knows no common commit with '${against}': fetch the history (in GitHub Actions, fetch-depth: 0)`, { cause })
  })
  const name = `${against} (merge base ${mergeBase.slice(0, 10)})`
  const isThere = await git('ls-tree', '--name-only', mergeBase.trim(), '--', `./${basename(path)}`)
  if (isThere.trim() === '') return { name, snapshot: undefined }
  return { name, snapshot: readSnapshot(await git('show', `${mergeBase.trim()}:./${basename(path)}`), `'${file}' at ${name}`) }
}
