/**
 * Classes that extend an error: their `code` and their status, which a class above may state.
 */
import type ts from 'typescript'
import type { Sighting } from '../sighting.js'
import { isStatus, likenessOf } from '../spelling.js'
import { statusOfClass } from './names.js'
import { readArguments } from './arguments.js'
import type { Source } from './source.js'

interface Facts {
  readonly code: string | undefined
  readonly status: number | undefined
  readonly title: string | undefined
}

const codeNames = ['code', 'errorCode', 'error_code', 'errcode']
const statusNames = ['status', 'statusCode', 'status_code', 'httpStatus', 'http_status', 'httpCode']
// Libraries whose classes state a status by their name.
const knownLibraries = new Set(['@nestjs/common', 'http-errors', 'routing-controllers', '@tsed/exceptions'])

export function readClasses (source: Source, nodes: readonly ts.Node[], notes: string[]): Sighting[] {
  const { compiler } = source
  const classes = new Map(nodes.filter((node): node is ts.ClassLikeDeclaration => compiler.isClassLike(node))
    .flatMap((node) => node.name ? [[node.name.text, node]] : []))
  return [...classes.values()].flatMap((node) => {
    const { code, title } = factsOf(source, node)
    const parent = parentOf(source, node)
    if (parent === undefined) return []
    const status = statusOf(source, node, classes, 0)
    if (code === undefined) {
      const isBase = [...classes.values()].some((other) => parentOf(source, other) === node.name?.text)
      if (/(?:Error|Exception)$/.test(parent) && !isBase) {
        const stated = status === undefined ? '' : ` the status ${status} and`
        notes.push(`The class ${node.name?.text} states${stated} no code (line ${source.lineOf(node)})`)
      }
      return []
    }
    return [
      {
        spelling: code,
        statuses: status === undefined ? [] : [status],
        texts: title === undefined ? {} : { title },
        line: source.lineOf(node)
      }
    ]
  })
}

/** The status of the class, or of the nearest class above that states one. */
function statusOf (
  source: Source, node: ts.ClassLikeDeclaration, classes: ReadonlyMap<string, ts.ClassLikeDeclaration>, depth: number
): number | undefined {
  const { status } = factsOf(source, node)
  const parent = parentOf(source, node)
  if (status !== undefined || parent === undefined || depth > 10) return status
  const above = classes.get(parent)
  if (above) return statusOf(source, above, classes, depth + 1)
  return knownLibraries.has(source.imports.get(parent.split('.', 1).join()) ?? '')
    ? statusOfClass(parent.replace(/.*\./, ''))
    : undefined
}

function parentOf (
  { compiler }: Source,
  { heritageClauses = [] }: { readonly heritageClauses?: readonly ts.HeritageClause[] | undefined }
): string | undefined {
  return heritageClauses
    .find(({ token }) => token === compiler.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression.getText()
}

function factsOf (source: Source, node: ts.ClassLikeDeclaration): Facts {
  const members = new Map([...declared(source, node), ...assigned(source, node)])
  const handed = handedToSuper(source, node)
  const code =
    codeNames
      .map((name) => members.get(name))
      .map((value) => typeof value === 'number' && likenessOf(String(value)) === 'number' ? String(value) : value)
      .find((value) => typeof value === 'string' && likenessOf(value) !== undefined) ?? handed?.spelling
  const status =
    statusNames.map((name) => members.get(name)).find((value) => typeof value === 'number' && isStatus(value)) ??
    handed?.statuses[0]
  const message = members.get('message') ?? handed?.texts.title
  return {
    code: code as string | undefined,
    status: status as number | undefined,
    title: typeof message === 'string' && message.trim() !== '' ? message : undefined
  }
}

/** `code = 'A'`, `static code = 'A'`, `get code () { return 'A' }`. */
function declared ({ compiler, evaluator }: Source, { members }: ts.ClassLikeDeclaration): [string, unknown][] {
  return members.flatMap((member): [string, unknown][] => {
    if (compiler.isPropertyDeclaration(member)) return [[member.name.getText(), evaluator.evaluate(member.initializer)]]
    if (!compiler.isGetAccessorDeclaration(member)) return []
    const [statement] = member.body?.statements ?? []
    return statement && compiler.isReturnStatement(statement)
      ? [[member.name.getText(), evaluator.evaluate(statement.expression)]]
      : []
  })
}

/** `this.code = 'A'` in the constructor. */
function assigned (source: Source, node: ts.ClassLikeDeclaration): [string, unknown][] {
  const { compiler, evaluator } = source
  return statementsOf(source, node).flatMap((statement): [string, unknown][] => {
    const expression = compiler.isExpressionStatement(statement) ? statement.expression : undefined
    if (
      !expression ||
      !compiler.isBinaryExpression(expression) ||
      !compiler.isPropertyAccessExpression(expression.left)
    ) { return [] }
    const isOwn = expression.left.expression.kind === compiler.SyntaxKind.ThisKeyword
    return isOwn ? [[expression.left.name.text, evaluator.evaluate(expression.right)]] : []
  })
}

/** `super('text', 404, 'CODE')`, `super({ code, status })`; a number alone is a status, too. */
function handedToSuper (
  source: Source, node: ts.ClassLikeDeclaration
): (Pick<Sighting, 'statuses' | 'texts'> & { spelling?: string }) | undefined {
  const { compiler, evaluator } = source
  const calls = statementsOf(source, node).flatMap((statement) => superCallsIn(compiler, statement))
  const found = calls.map((each) => readArguments(source, each.arguments, 'super')).find((each) => each !== undefined)
  const [call] = calls
  if (!call) return undefined
  const values = call.arguments.map((argument) => evaluator.evaluate(argument))
  const statuses = values.filter((value): value is number => typeof value === 'number' && isStatus(value))
  const [title] = values.filter((value): value is string => typeof value === 'string')
  const ownName = values.find((value) => value === node.name?.text)
  const texts = title === undefined || title === ownName ? {} : { title }
  return found ?? { ...(typeof ownName === 'string' && { spelling: ownName }), statuses, texts }
}

function superCallsIn (compiler: Source['compiler'], node: ts.Node): ts.CallExpression[] {
  if (compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.SuperKeyword) return [node]
  const calls: ts.CallExpression[] = []
  compiler.forEachChild(node, (child) => { calls.push(...superCallsIn(compiler, child)) })
  return calls
}

function statementsOf ({ compiler }: Source, { members }: ts.ClassLikeDeclaration): readonly ts.Statement[] {
  return members.filter(compiler.isConstructorDeclaration)[0]?.body?.statements ?? []
}
