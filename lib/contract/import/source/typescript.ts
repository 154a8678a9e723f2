/**
 * TypeScript and JavaScript → what they say of codes: enums, constants, calls and classes. The compiler of TypeScript,
 * an optional peer, parses; nothing runs.
 */
import type ts from 'typescript'
import { Evaluator } from './evaluate.js'
import type { Compiler, Scope } from './evaluate.js'
import { readArguments } from './arguments.js'
import { readClasses } from './classes.js'
import { isAboutErrors, makesError } from './names.js'
import type { Source } from './source.js'
import { emptyReading } from '../sighting.js'
import type { Reading, Sighting } from '../sighting.js'
import { isStatus, likenessOf } from '../spelling.js'
import { readValue } from '../values.js'

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
  const enums = new Map(
    nodes.filter(compiler.isEnumDeclaration).map((node) => [node.name.text, membersOf(compiler, node)])
  )
  const scope: Scope = { constants: constantsOf(compiler, nodes), enums }
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
    ...readEnums(source, nodes, enums), ...readObjects(source, nodes), ...readCalls(source, nodes, reading.notes),
    ...readClasses(source, nodes)
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

function membersOf (compiler: Compiler, node: ts.EnumDeclaration): ReadonlyMap<string, string | number> {
  const evaluator = new Evaluator(compiler, { constants: new Map(), enums: new Map() })
  return new Map(node.members.flatMap((member) => {
    const [name, value] = [evaluator.nameOf(member.name), evaluator.evaluate(member.initializer)]
    return name === undefined ? [] : [[name, typeof value === 'string' || typeof value === 'number' ? value : name]]
  }))
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

function readEnums ({ lineOf }: Source, nodes: readonly ts.Node[], enums: Scope['enums']): Sighting[] {
  const declarations = nodes.filter(
    (node): node is ts.EnumDeclaration => 'members' in node && enums.has((node as ts.EnumDeclaration).name?.text)
  )
  return declarations.filter(({ name }) => isAboutErrors(name.text)).flatMap((node) => {
    const line = lineOf(node)
    return [...enums.get(node.name.text) ?? []].flatMap(([name, value]) => readMember(name, value, line))
  })
}

function readMember (name: string, value: string | number, line: number): Sighting[] {
  if (typeof value === 'string') {
    return likenessOf(value) === undefined ? [] : [{ spelling: value, statuses: [], texts: {}, line }]
  }
  if (isStatus(value)) return [{ spelling: name, statuses: [value], texts: {}, line }]
  return likenessOf(String(value)) === 'number'
    ? [{ spelling: name, statuses: [], texts: { legacyCode: String(value) }, line }]
    : []
}

/**
 * Objects of constants, and objects that are handed to a function. Without a status only where their name speaks of
 * errors.
 */
function readObjects ({ compiler, evaluator, lineOf }: Source, nodes: readonly ts.Node[]): Sighting[] {
  const literals = nodes.filter(
    (node): node is ts.Expression => compiler.isObjectLiteralExpression(node) || compiler.isArrayLiteralExpression(node)
  )
  const outermost = literals.filter((node) => !isWithinLiteral(compiler, node))
  return outermost.flatMap((node) => {
    const about = isAboutErrors(nameAround(compiler, node))
    const value = evaluator.evaluate(node)
    return readValue(about ? value : withoutNumbers(value), 'stated', statusOfReply(compiler, evaluator, node))
      .filter(({ statuses }) => about || statuses.length > 0)
      .map((sighting) => ({ ...sighting, line: lineIn(node, sighting.spelling, lineOf) }))
  })
}

/** `reply.code(404).send({ code: 'ORDER_LOST' })`, `res.status(404).json(…)`. */
function statusOfReply (compiler: Compiler, evaluator: Evaluator, { parent }: ts.Node): number | undefined {
  const callee =
    compiler.isCallExpression(parent) && compiler.isPropertyAccessExpression(parent.expression)
      ? parent.expression.expression
      : undefined
  if (!callee || !compiler.isCallExpression(callee) || !/\.(?:code|status)$/.test(callee.expression.getText())) {
    return undefined
  }
  const status = evaluator.evaluate(callee.arguments[0])
  return typeof status === 'number' && isStatus(status) ? status : undefined
}

/** `{ MAX_SIZE: 500 }` is a setting, unless its name speaks of errors. */
function withoutNumbers (value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const isRow = ['code', 'errorCode', 'error_code', 'error'].some((key) => Object.hasOwn(value, key))
  return isRow
    ? value
    : Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => typeof member !== 'number')
        .map(([key, member]) => [key, withoutNumbers(member)])
    )
}

function isWithinLiteral (compiler: Compiler, { parent }: ts.Node): boolean {
  if (compiler.isObjectLiteralExpression(parent) || compiler.isArrayLiteralExpression(parent)) return true
  return (
    (compiler.isPropertyAssignment(parent) ||
      compiler.isAsExpression(parent) ||
      compiler.isSatisfiesExpression(parent) ||
      compiler.isParenthesizedExpression(parent)) &&
    isWithinLiteral(compiler, parent)
  )
}

/** The variable or the function that an object belongs to. */
function nameAround (compiler: Compiler, node: ts.Node): string {
  const { parent } = node
  if (parent === undefined || compiler.isSourceFile(parent) || compiler.isBlock(parent)) return ''
  if (compiler.isVariableDeclaration(parent) || compiler.isPropertyDeclaration(parent)) return parent.name.getText()
  if (compiler.isBinaryExpression(parent)) return parent.left.getText().replace(/^(?:module\.)?exports\b/, 'errors')
  if (compiler.isCallExpression(parent) && parent.expression.getText() !== 'Object.freeze') {
    return parent.expression
      .getText()
      .replace(/.*\./s, '')
      .replace(/^defineCatalog$/, 'errors')
  }
  return nameAround(compiler, parent)
}

function lineIn (node: ts.Node, spelling: string, lineOf: (node: ts.Node) => number): number {
  const at = node.getText().indexOf(spelling)
  return lineOf(node) + (at < 0 ? 0 : node.getText().slice(0, at).split('\n').length - 1)
}

/** `createError('CODE', 'text', 409)`, `new AppError('text', 409, 'CODE')`, in any order. */
function readCalls (source: Source, nodes: readonly ts.Node[], notes: string[]): Sighting[] {
  const { compiler, lineOf } = source
  const calls = nodes.filter(
    (node): node is ts.CallExpression | ts.NewExpression =>
      compiler.isCallExpression(node) || compiler.isNewExpression(node)
  )
  return calls.filter(({ expression }) => makesError(expression.getText().replace(/.*\./s, ''))).flatMap((call) => {
    const found = readArguments(source, call.arguments ?? [], call.expression.getText())
    if (
      !found &&
      /^(?:create|define|make)\w*(?:Error|Problem)$/.test(call.expression.getText()) &&
      call.arguments?.[0] &&
      compiler.isIdentifier(call.arguments[0])
    ) {
      notes.push(
        `A call of ${call.expression.getText()}() was not read: its code is not a literal (line ${lineOf(call)})`
      )
    }
    return found ? [{ ...found, line: lineOf(call) }] : []
  })
}
