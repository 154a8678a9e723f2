/**
 * Enums, as TypeScript has them and as it compiles them, and unions of literals.
 */
import type ts from 'typescript'
import { Evaluator } from './evaluate.js'
import type { Compiler } from './evaluate.js'
import { isAboutErrors, listsErrors, makesError } from './names.js'
import type { Source } from './source.js'
import type { Sighting } from '../sighting.js'
import { isStatus, likenessOf } from '../spelling.js'

export interface Enum {
  readonly members: ReadonlyMap<string, string | number>
  readonly node: ts.Node
}

export function enumsOf (compiler: Compiler, nodes: readonly ts.Node[]): Map<string, Enum> {
  const declared = nodes.filter(compiler.isEnumDeclaration).map((node): [string, Enum] =>
    [node.name.text, { members: membersOf(compiler, node), node }])
  return new Map([...compiledOf(compiler, nodes), ...declared])
}

function membersOf (compiler: Compiler, node: ts.EnumDeclaration): Map<string, string | number> {
  const evaluator = new Evaluator(compiler, { constants: new Map(), enums: new Map() })
  return new Map(node.members.flatMap((member) => {
    const [name, value] = [evaluator.nameOf(member.name), evaluator.evaluate(member.initializer)]
    return name === undefined ? [] : [[name, typeof value === 'string' || typeof value === 'number' ? value : name]]
  }))
}

/** `Codes[Codes["A"] = 1] = "A"` and `Codes["A"] = "a"`. */
function compiledOf (compiler: Compiler, nodes: readonly ts.Node[]): Map<string, Enum> {
  const enums = new Map<string, { members: Map<string, string | number>, node: ts.Node }>()
  for (const node of nodes) {
    const found = compiledMember(compiler, node)
    if (!found) continue
    const known = enums.get(found.of) ?? { members: new Map<string, string | number>(), node }
    enums.set(found.of, known)
    known.members.set(found.name, found.value)
  }
  return enums
}

interface CompiledMember { readonly of: string, readonly name: string, readonly value: string | number }

function compiledMember (compiler: Compiler, node: ts.Node): CompiledMember | undefined {
  const isAssignment = (each: ts.Node): each is ts.BinaryExpression =>
    compiler.isBinaryExpression(each) && each.operatorToken.kind === compiler.SyntaxKind.EqualsToken
  if (!isAssignment(node) || !compiler.isElementAccessExpression(node.left)) return undefined
  const { expression, argumentExpression: key } = node.left
  const of = outerName(compiler, node, expression.getText())
  const inner = isAssignment(key) ? key : undefined
  const evaluator = new Evaluator(compiler, { constants: new Map(), enums: new Map() })
  const name = inner && compiler.isElementAccessExpression(inner.left) ? inner.left.argumentExpression : key
  const value = evaluator.evaluate(inner ? inner.right : node.right)
  const isNamed = compiler.isStringLiteralLike(name) && compiler.isIdentifier(expression)
  // The inner one of a number is part of the outer.
  if (!isNamed || isAssignment(node.parent) || compiler.isElementAccessExpression(node.parent)) return undefined
  const fits = inner ? typeof value === 'number' : typeof value === 'string'
  return fits ? { of, name: name.text, value: value as string | number } : undefined
}

/** `let Codes = (function (Codes2) {…})(Codes || {})`: bundlers give the inner one another name. */
function outerName (compiler: Compiler, node: ts.Node, name: string): string {
  const names = (each: ts.Node) =>
    compiler.isFunctionLike(each) && each.parameters.some((parameter) => parameter.name.getText() === name)
  let at: ts.Node = node
  while (!compiler.isSourceFile(at) && !names(at)) at = at.parent
  while (!compiler.isSourceFile(at) && !compiler.isCallExpression(at)) at = at.parent
  if (compiler.isSourceFile(at)) return name
  const [, handed] = /^(\w+)\s*\|\|/.exec((at as ts.CallExpression).arguments[0]?.getText() ?? '') ?? []
  return handed ?? (compiler.isVariableDeclaration(at.parent) ? at.parent.name.getText() : name)
}

export function readEnums ({ lineOf }: Source, enums: ReadonlyMap<string, Enum>, notes: string[]): Sighting[] {
  return [...enums].filter(([name]) => isAboutErrors(name)).flatMap(([name, { members, node }]) => {
    const line = lineOf(node)
    const found = [...members].flatMap((member) => readMember(member, [...members.values()], listsErrors(name)))
    if (found.length === 0) notes.push(`The enum ${name} was not read: its values are not statuses (line ${line})`)
    return found.map((sighting) => ({ ...sighting, line }))
  })
}

/** @param ofErrors whether any number is that of an error */
function readMember ([name, value]: [string, string | number], all: readonly unknown[], ofErrors: boolean): Sighting[] {
  if (typeof value === 'string') {
    return likenessOf(value) === undefined ? [] : [{ spelling: value, statuses: [], texts: {} }]
  }
  const numbers = all.filter((each) => typeof each === 'number')
  const areStatuses = numbers.every((number) => (number >= 100 && number <= 599) || number > 999)
  if (areStatuses && isStatus(value)) return [{ spelling: name, statuses: [value], texts: {} }]
  const isCode = likenessOf(String(value)) === 'number' || (ofErrors && !/^(?:ok|success|none|no_?error)$/i.test(name))
  return isCode && !(areStatuses && value < 600)
    ? [{ spelling: name, statuses: [], texts: { legacyCode: String(value) } }]
    : []
}

/** `type ErrorCode = 'ORDER_LOST' | 'ORDER_SHUT'`, and such a member `code` of a type that is named after errors. */
export function readUnions ({ compiler, lineOf }: Source, nodes: readonly ts.Node[]): Sighting[] {
  return nodes.flatMap((node) => {
    const [name, type] = unionIn(compiler, node)
    const texts = type === undefined ? [] : literalsOf(compiler, type)
    const areCodes = texts.length > 1 && texts.every((text) => likenessOf(text) !== undefined) &&
      (makesError(name) || texts.every((text) => likenessOf(text) === 'constant'))
    return areCodes && isAboutErrors(name)
      ? texts.map((spelling): Sighting => ({ spelling, statuses: [], texts: {}, line: lineOf(node) }))
      : []
  })
}

function unionIn (compiler: Compiler, node: ts.Node): [string, ts.TypeNode | undefined] {
  if (compiler.isTypeAliasDeclaration(node)) return [node.name.text, node.type]
  const isCode = compiler.isPropertySignature(node) && /^(?:code|error_?code|err_?code)$/i.test(node.name.getText())
  if (!isCode) return ['', undefined]
  const { parent } = node
  const owner = compiler.isInterfaceDeclaration(parent) ? parent : parent.parent
  const isNamed = compiler.isInterfaceDeclaration(owner) || compiler.isTypeAliasDeclaration(owner)
  return [isNamed ? owner.name.text : '', node.type]
}

function literalsOf (compiler: Compiler, type: ts.TypeNode): string[] {
  const literals = compiler.isUnionTypeNode(type) ? [...type.types] : []
  const texts = literals.map((each) =>
    compiler.isLiteralTypeNode(each) && compiler.isStringLiteral(each.literal) ? each.literal.text : undefined)
  return texts.includes(undefined) ? [] : texts as string[]
}
