/**
 * Git, and what it knows about a repository.
 */
import { execFile } from 'node:child_process'
import { access, realpath } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

export type Git = (...args: string[]) => Promise<string>

/** The commit that a snapshot is compared with. */
export interface MergeBase {
  /** For people. */
  readonly name: string
  readonly commit: string
  /** The top of the repository. */
  readonly top: string
  readonly git: Git
}

/** Git as seen from a folder. */
export function gitIn (folder: string): Git {
  return (...args) => execute('git', ['-C', folder, ...args], { maxBuffer: 2 ** 28 }).then(({ stdout }) => stdout)
}

/**
 * The nearest folder above that holds `.git`; the folder itself where none does. It starts no process of git, which for
 * forty services would take longer than all else.
 */
export async function nearestRepository (folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    if (await access(join(at, '.git')).then(() => true, () => false)) return at
    if (at === dirname(at)) return folder
  }
}

/** The folder of the repository; `undefined` where there is none. */
export async function topOf (folder: string): Promise<string | undefined> {
  return gitIn(folder)('rev-parse', '--show-toplevel').then((text) => text.trim(), () => undefined)
}

/** A path as git and GitHub name it: from the top of the repository, with slashes. */
export async function fromTop (path: string, top: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path))
  const name = path.slice(dirname(path).length)
  return relative(top, `${folder}${name}`).replaceAll('\\', '/')
}
