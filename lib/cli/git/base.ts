/**
 * The snapshot that a change is compared with: in a file, or at the merge base with a git ref. A snapshot that was
 * moved is found where it was.
 */
import { dirname, resolve } from 'node:path'
import { readSnapshot } from '../../contract/snapshot/text.js'
import type { Snapshot } from '../../contract/snapshot/index.js'
import { isFile, isFolder, readText } from '../files.js'
import { UsageError } from '../io.js'
import type { Io } from '../io.js'
import { findMoved } from './moved.js'
import { fromTop, gitIn, nearestRepository } from './repository.js'
import type { MergeBase } from './repository.js'

export interface Base {
  /** For people: what it was compared with. */
  readonly name: string
  /** `undefined` where there was none yet. */
  readonly snapshot: Snapshot | undefined
}

/** Gives the base of a service. */
export type ReadBase = (file: string, head: Snapshot) => Promise<Base>

/** @param against a git ref or a file */
export async function openBase (against: string, io: Io): Promise<ReadBase> {
  if (await isFile(resolve(io.cwd, against))) {
    const base = { name: against, snapshot: readSnapshot(await readText(against, io), `'${against}'`) }
    return async () => base
  }
  // A ref never starts with a dash; git would take it for an option.
  if (against.startsWith('-') || against === '') {
    throw new UsageError(`--against must be a git ref or a file, got '${against}'`)
  }
  const opened = new Map<string, Promise<MergeBase>>()
  return async function readAtMergeBase (file, head) {
    const folder = dirname(resolve(io.cwd, file))
    const repository = await nearestRepository(await isFolder(folder) ? folder : io.cwd)
    const known = opened.get(repository) ?? openMergeBase(against, repository)
    opened.set(repository, known)
    return readAt(await known, file, head, io)
  }
}

async function openMergeBase (against: string, folder: string): Promise<MergeBase> {
  const git = gitIn(folder)
  const commit = await git('rev-parse', '--verify', '--quiet', `${against}^{commit}`).catch((cause: unknown) => {
    throw new Error(`'${against}' is neither a file nor a git ref: fetch it, or name a snapshot file`, { cause })
  })
  const mergeBase = await git('merge-base', 'HEAD', commit.trim()).catch((cause: unknown) => {
    throw new Error(
      `git knows no common commit with '${against}': fetch the history (in GitHub Actions, fetch-depth: 0)`, { cause }
    )
  })
  const top = (await git('rev-parse', '--show-toplevel')).trim()
  return { name: `${against} (merge base ${mergeBase.slice(0, 10)})`, commit: mergeBase.trim(), top, git: gitIn(top) }
}

async function readAt (base: MergeBase, file: string, head: Snapshot, io: Io): Promise<Base> {
  const path = await fromTop(resolve(io.cwd, file), base.top)
  const text = await base.git('show', `${base.commit}:${path}`).catch(() => undefined)
  if (text !== undefined) return { name: base.name, snapshot: readSnapshot(text, `'${file}' at ${base.name}`) }
  const moved = await findMoved(base, path, head, io)
  return moved
    ? { name: `${moved.path} at ${base.name}, from where it was moved`, snapshot: moved.snapshot }
    : { name: base.name, snapshot: undefined }
}
