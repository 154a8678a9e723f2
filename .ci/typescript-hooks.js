/**
 * The hooks of `typescript.js`: an import of `x.js` finds `x.ts`, and what esbuild makes of a file is remembered on
 * disk by its content. So a module costs once what it would cost each test file that imports it, and a process that
 * finds all of them there does not even load the compiler. Types are stripped here, and checked elsewhere.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const remembered = new URL('../.tap/javascript/', import.meta.url)
/** Part of each key: what these options make differs from what others made. */
const options = {
  loader: 'ts',
  target: 'es2022',
  sourcemap: 'inline',
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } }
}
const { version } = JSON.parse(await readFile(new URL('../node_modules/esbuild/package.json', import.meta.url), 'utf8'))
const settings = JSON.stringify([version, options])

export async function resolve (specifier, context, next) {
  if (specifier === 'tap' && isSource(context.parentURL)) {
    // Without its ending the address is no source itself.
    const url = new URL(`./tap-of-file.js?${context.parentURL.slice(0, -'.ts'.length)}`, import.meta.url)
    return { url: url.href, format: 'module', shortCircuit: true }
  }
  if (/^(?:\.|file:).*\.js$/.test(specifier) && isSource(context.parentURL)) {
    const url = new URL(`${specifier.slice(0, -2)}ts`, context.parentURL)
    if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true }
  }
  return await next(specifier, context)
}

function isSource (url = '') {
  return url.endsWith('.ts') && !url.includes('/node_modules/')
}

export async function load (url, context, next) {
  if (!isSource(url)) return await next(url, context)
  return { format: 'module', shortCircuit: true, source: await toJavaScript(fileURLToPath(url)) }
}

async function toJavaScript (fileName) {
  const code = await readFile(fileName, 'utf8')
  const key = createHash('sha1').update(settings).update('\0').update(fileName).update('\0').update(code).digest('hex')
  const path = new URL(`${key}.js`, remembered)
  return await readFile(path, 'utf8').catch(async () => {
    const made = await transpile(code, fileName)
    await remember(path, made)
    return made
  })
}

async function transpile (code, fileName) {
  const { transform } = await import('esbuild')
  return (await transform(code, { ...options, sourcefile: fileName })).code
}

/** Several processes write at once: by its new name a file is complete. */
async function remember (path, text) {
  await mkdir(remembered, { recursive: true })
  const unfinished = new URL(`${path.href}.${process.pid}`)
  await writeFile(unfinished, text)
  await rename(unfinished, path)
}
