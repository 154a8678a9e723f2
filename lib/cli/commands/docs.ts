/**
 * `problem-json docs`
 */
import { join } from 'node:path'
import { renderMarkdownOf, renderMarkdown } from '../../contract/docs/render.js'
import { createSnapshot } from '../../contract/snapshot/create.js'
import { writeText } from '../files.js'
import { exit, messageOf, requiredText, textOf, UsageError } from '../io.js'
import type { ExitCode, ParsedArguments, Io } from '../io.js'
import { loadCatalog } from '../load/catalog.js'
import { collect, forEach } from '../services/each.js'
import { servicesOf } from '../services/index.js'
import type { Service, Services } from '../services/index.js'
import { targetsOf } from '../services/targets.js'

const formats = ['md', 'html']

export async function run (args: ParsedArguments, io: Io): Promise<ExitCode> {
  const format = textOf(args, 'format') ?? 'md'
  if (!formats.includes(format)) throw new UsageError(`--format must be one of ${formats.join(', ')}, got '${format}'`)
  const { words, code } = splitCode(args.positionals)
  const { services, many } = await servicesOf(args, words, io)
  if (format === 'html') {
    if (code !== undefined) {
      throw new UsageError(`--format html writes the page of every code, got '${code}' alone: leave it out`)
    }
    return writePages({ services, many }, args, io)
  }
  const targets = targetsOf(
    { field: many ? 'docs' : undefined, out: textOf(args, 'out'), extension: 'md' }, services, io
  )
  return forEach([...targets.keys()], io, (service) => writeMarkdown(service, targets.get(service) ?? '-', code, io))
}

/** A code behind the catalog: names of files and services are spelt otherwise. */
function splitCode (positionals: readonly string[]): { words: readonly string[], code: string | undefined } {
  const last = positionals.at(-1) ?? ''
  const isCode = positionals.length === 2 && /^[A-Z][A-Z0-9_]*$/.test(last)
  return isCode ? { words: positionals.slice(0, -1), code: last } : { words: positionals, code: undefined }
}

async function writeMarkdown (service: Service, target: string, code: string | undefined, io: Io): Promise<void> {
  const snapshot = createSnapshot(await loadCatalog(service, io))
  await writeText(target, code === undefined ? renderMarkdown(snapshot) : renderMarkdownOf(snapshot, code), io)
}

/**
 * The index, and a page for every code, each as HTML, Markdown and JSON; of many services one site with a folder for
 * each.
 */
async function writePages ({ services, many }: Services, args: ParsedArguments, io: Io): Promise<ExitCode> {
  const folder = requiredText(args, 'out', 'the folder of the pages')
  const { done, failed } = await collect(services, async (service) => ({
    name: service.name,
    catalog: await loadCatalog(service, io)
  }))
  for (const { service, error } of failed) io.err(`${service.name}: ${messageOf(error)}\n`)
  if (failed.length > 0) return exit.failed
  const pages = many ? await io.renderPortal(done) : await io.renderSite(done[0]!.catalog)
  for (const { path, content } of pages) await writeText(join(folder, path), content, io)
  return exit.fine
}
