#!/usr/bin/env node
/**
 * `problem-json`: argv, files, exit codes. The work is in commands/.
 */
import { readFile } from 'node:fs/promises'
import { wantsColors } from './io.js'
import { runCommandLine } from './run.js'

const { stdout, env } = process

// The output of a catalog or an app, and its log, must not get between the lines of the result.
Object.defineProperty(process, 'stdout', { get: () => process.stderr })

async function version (): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  input: process.stdin,
  out: (text) => stdout.write(text),
  err: (text) => process.stderr.write(text),
  colors: wantsColors(stdout.isTTY, env),
  today: new Date().toISOString().slice(0, 10),
  renderSite: async (catalog) => (await import('../reference/site.js')).renderReferenceSite(catalog),
  renderPortal: async (services) => (await import('../reference/html/portal.js')).renderPortal(services)
}, version)

// An app that keeps a connection open would keep the command running.
setTimeout(() => process.exit(), 1000).unref()
