/**
 * TypeScript and JavaScript → what they state about codes: enums, constants, calls and classes. The compiler of
 * TypeScript, an optional peer, parses; nothing runs.
 */
import type ts from 'typescript'
import { readCalls } from './calls.js'
import { readClasses } from './classes.js'
import { readConstants } from './constants.js'
import { enumsOf, readEnums, readUnions } from './enums.js'
import { Evaluator } from './evaluate.js'
import type { Compiler, Scope } from './evaluate.js'
import { readObjects } from './objects.js'
import type { Source } from './source.js'
import { emptyReading } from '../sighting.js'
import type { Reading } from '../sighting.js'

/** @throws {Error} where `typescript` is not installed, or has no parser */
export async function loadCompiler (load: () => Promise<object> = () => import('typescript')): Promise<Compiler> {
  const loaded = await load().catch((cause: unknown) => {
    throw new Error(
      "Reading TypeScript or JavaScript needs the package 'typescript': npm install --save-dev typescript", { cause }
    )
  })
  const compiler = ('default' in loaded ? loaded.default : loaded) as Partial<Compiler>
  if (typeof compiler.createSourceFile !== 'function') {
    throw new Error(
      "Reading TypeScript or JavaScript needs a version of 'typescript' that has a parser: npm install --save-dev " +
      'typescript@6'
    )
  }
  return compiler as Compiler
}

export function readSource (compiler: Compiler, name: string, text: string): Reading {
  const file = compiler.createSourceFile(name, text, compiler.ScriptTarget.Latest, true)
  const nodes = nodesOf(compiler, file)
  const enums = enumsOf(compiler, nodes)
  const scope: Scope = {
    constants: constantsOf(compiler, nodes),
    enums: new Map([...enums].map(([name, { members }]) => [name, members]))
  }
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line + 1
  const source: Source = {
    compiler,
    file,
    evaluator: new Evaluator(compiler, scope),
    imports: importsOf(compiler, nodes),
    lineOf
  }
  const reading = emptyReading()
  reading.sightings.push(
    ...readEnums(source, enums, reading.notes), ...readUnions(source, nodes), ...readObjects(source, nodes),
    ...readConstants(source, nodes), ...readCalls(source, nodes, reading.notes),
    ...readClasses(source, nodes, reading.notes)
  )
  return reading
}

function nodesOf (compiler: Compiler, file: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    nodes.push(node)
    compiler.forEachChild(node, visit)
  }
  visit(file)
  return nodes
}

function constantsOf (compiler: Compiler, nodes: readonly ts.Node[]): Map<string, ts.Expression> {
  const declarations = nodes.filter(compiler.isVariableDeclaration)
  return new Map(
    declarations.flatMap(({ name, initializer }) =>
      compiler.isIdentifier(name) && initializer ? [[name.text, initializer]] : []
    )
  )
}

function importsOf (compiler: Compiler, nodes: readonly ts.Node[]): Map<string, string> {
  const imports = new Map<string, string>()
  for (const node of nodes) {
    if (compiler.isImportDeclaration(node) && compiler.isStringLiteral(node.moduleSpecifier)) {
      const { name, namedBindings } = node.importClause ?? {}
      if (name) imports.set(name.text, node.moduleSpecifier.text)
      if (namedBindings && compiler.isNamedImports(namedBindings)) {
        for (const element of namedBindings.elements) imports.set(element.name.text, node.moduleSpecifier.text)
      }
    } else if (compiler.isVariableDeclaration(node)) {
      const [, module] = /^require\(\s*['"]([^'"]+)['"]\s*\)/.exec(node.initializer?.getText() ?? '') ?? []
      if (module !== undefined) for (const name of node.name.getText().match(/\w+/g) ?? []) imports.set(name, module)
    }
  }
  return imports
}
