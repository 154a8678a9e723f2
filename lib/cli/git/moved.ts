/**
 * A snapshot that was moved: what git calls a rename; else a snapshot that is gone, or lies where older versions put
 * it, and holds the same codes.
 */
import { resolve } from 'node:path'
import { isStandardCode } from '../../catalog/standard.js'
import { readSnapshot } from '../../contract/snapshot/text.js'
import type { Snapshot } from '../../contract/snapshot/index.js'
import type { Io } from '../io.js'
import { snapshotName } from '../services/index.js'
import { fromTop } from './repository.js'
import type { MergeBase } from './repository.js'

interface Found { readonly path: string, readonly snapshot: Snapshot }

export async function findMoved (base: MergeBase, path: string, head: Snapshot, io: Io): Promise<Found | undefined> {
  const changes = await base.git('diff', '--name-status', '-z', '--find-renames', base.commit, '--')
  const { renamed, deleted } = readChanges(changes, path)
  const old = await fromTop(resolve(io.cwd, snapshotName), base.top)
  const paths = [...new Set([...renamed, ...deleted, old])].filter((one) => one !== path)
  const found = (await Promise.all(paths.map((one) => readAt(base, one)))).filter(
    (one) => one !== undefined && (one.path !== old || deleted.includes(old) || isMostly(one.snapshot, head))
  ) as Found[]
  if (renamed.length > 0 && found[0]?.path === renamed[0]) return found[0]
  const [best] = found
    .map((one) => ({ ...one, shared: sharedCodes(one.snapshot, head) }))
    .sort((one, other) => other.shared - one.shared)
  return best && best.shared > 0 ? best : undefined
}

/** `R090 NUL old NUL new NUL`, `D NUL path NUL`. */
function readChanges (text: string, path: string): { renamed: string[], deleted: string[] } {
  const fields = text.split('\0')
  const [renamed, deleted]: [string[], string[]] = [[], []]
  for (let index = 0; index < fields.length - 1;) {
    const [status, from, to] = fields.slice(index) as [string, string, string]
    const isPair = /^[RC]/.test(status)
    if (isPair && to === path) renamed.push(from)
    if ((status.startsWith('D') || status.startsWith('R')) && from.endsWith('.json')) deleted.push(from)
    index += isPair ? 3 : 2
  }
  return { renamed, deleted }
}

async function readAt ({ git, commit }: MergeBase, path: string): Promise<Found | undefined> {
  try {
    return { path, snapshot: readSnapshot(await git('show', `${commit}:${path}`)) }
  } catch {
    return undefined
  }
}

/** A snapshot that still exists may belong to another service. */
function isMostly (one: Snapshot, head: Snapshot): boolean {
  return 2 * sharedCodes(one, head) > sharedCodes(one, one)
}

/** Standard codes do not count: every snapshot has them. */
function sharedCodes (one: Snapshot, other: Snapshot): number {
  return Object.keys(one.problems).filter((code) => !isStandardCode(code) && Object.hasOwn(other.problems, code)).length
}
