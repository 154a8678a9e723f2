/**
 * Nothing unlisted leaves, whatever the schema and the value: tried with generated ones of every shape, against an oracle that
 * shares nothing with lib/. `npm run test:long` tries 100,000.
 */
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { test } from 'tap'
import { defineCatalog } from '../../../lib/catalog/define/index.js'
import { reservedMembers } from '../../../lib/catalog/definition.js'
import type { AnyCatalog, ProblemType } from '../../../lib/catalog/definition.js'
import { toDetails } from '../../../lib/catalog/problem/details.js'
import { createProblemRepresentation } from '../../../lib/representation/problem.js'
import { runs } from '../../fixtures/long.js'
import { isListed, isValid, toView } from '../../fixtures/schema-oracle.js'
import type { Schema } from '../../fixtures/schema-oracle.js'

const numRuns = runs(150, 100_000)
const define = defineCatalog as unknown as (definitions: unknown) => AnyCatalog

const names = ['a', 'b', 'c', 'x1']
const name = fc.constantFrom(...names)
const scalar = fc.oneof(
  fc.constantFrom<unknown>('SECRET', 'plain', '', 'x', 0, 1, -1.5, true, false, null, 7n, 2n ** 70n, new Date(0), new Date(NaN), NaN, undefined, '\ud800', 'a"\\\u2028'),
  fc.string({ maxLength: 4 })
)

const { schema: member } = fc.letrec<{ schema: unknown, leaf: unknown, object: unknown, list: unknown, composed: unknown, assertion: unknown, place: unknown }>((tie) => ({
  schema: fc.oneof({ maxDepth: 2 }, { weight: 3, arbitrary: tie('leaf') }, { weight: 3, arbitrary: tie('object') }, tie('list'), { weight: 3, arbitrary: tie('composed') }),
  // What may stand in a branch: a whole schema, or one that only asserts.
  place: fc.oneof(tie('schema'), tie('assertion'), { weight: 2, arbitrary: tie('object') }),
  leaf: fc.constantFrom<unknown>(
    { type: 'string' }, { type: 'integer' }, { type: 'number', minimum: 0 }, { type: 'boolean' }, { type: 'null' }, { type: ['string', 'null'] },
    { const: 'x' }, { enum: ['x', 1, { a: 1 }] }, { const: { a: 'x' } }, { type: 'string', minLength: 2 }, { type: 'string', pattern: '^x' }, {}, true, false,
    { $ref: '#/$defs/node' }, { type: 'array' }, { type: 'object' }, { description: 'free' }
  ),
  assertion: fc.oneof(
    fc.constantFrom<unknown>({}, true, { minLength: 2 }, { maxProperties: 2 }, { minItems: 1 }, { not: { required: ['a'] } }, { propertyNames: { pattern: '^[a-c]$' } }, { dependentRequired: { a: ['b'] } }),
    fc.uniqueArray(name, { minLength: 1, maxLength: 2 }).map((required) => ({ required })),
    tie('schema').map((not) => ({ not }))
  ),
  object: fc.record({
    type: fc.constant('object'),
    properties: fc.dictionary(name, tie('schema'), { maxKeys: 3 }),
    required: fc.uniqueArray(name, { maxLength: 2 }),
    propertyNames: fc.constantFrom<unknown>({ pattern: '^[a-c]$' }, { enum: ['a', 'x1'] }, { not: { const: 'b' } }),
    patternProperties: fc.dictionary(fc.constantFrom('^x', '^[a-c]$', 'e', '.'), tie('schema'), { maxKeys: 2 }),
    additionalProperties: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false), tie('schema'))
  }, { requiredKeys: ['properties'] }),
  list: fc.record({ type: fc.constant('array'), items: tie('schema'), prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }), contains: tie('place') }, { requiredKeys: ['type'] }),
  composed: fc.tuple(
    fc.oneof({ weight: 5, arbitrary: tie('object') }, tie('leaf'), fc.constant({})),
    fc.uniqueArray(fc.oneof(
      fc.tuple(fc.constant('allOf'), fc.array(tie('place'), { minLength: 1, maxLength: 2 })),
      fc.tuple(fc.constantFrom('anyOf', 'oneOf'), fc.array(tie('place'), { minLength: 1, maxLength: 3 })),
      fc.tuple(fc.constantFrom('not', 'if', 'then', 'else'), tie('place')),
      fc.tuple(fc.constant('dependentSchemas'), fc.dictionary(name, tie('place'), { minKeys: 1, maxKeys: 1 }))
    ), { selector: ([keyword]) => keyword, minLength: 1, maxLength: 3 })
  ).map(([base, applied]) => typeof base === 'object' ? { ...base, ...Object.fromEntries(applied) } : base)
}))

const node = { type: 'object', properties: { a: { type: 'string' }, b: { $ref: '#/$defs/node' } } }
/** The whole: an object that lists some members, and whatever else stands beside `properties`. */
const root = fc.tuple(fc.dictionary(name, member, { minKeys: 1, maxKeys: 4 }), member, fc.constantFrom('open', 'pattern', 'beside', 'beside')).map(([properties, other, kind]): Schema => {
  const whole: Schema = { type: 'object', properties, $defs: { node } }
  if (kind === 'open') return { ...whole, additionalProperties: other }
  if (kind === 'pattern') return { ...whole, patternProperties: { '.': other } }
  const listed = Object.fromEntries(names.map((each) => [each, properties[each] ?? {}]))
  return kind === 'beside' && typeof other === 'object' ? { ...other, ...whole, properties: listed } : whole
})

const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, { weight: 2, arbitrary: scalar }, { weight: 3, arbitrary: tie('object') }, fc.array(tie('value'), { maxLength: 3 })),
  object: fc.dictionary(fc.constantFrom(...names, 'secret', 'passwordHash', '__proto__'), tie('value'), { maxKeys: 5 })
}))
const values = fc.dictionary(fc.constantFrom(...names, 'secret', 'passwordHash', ...reservedMembers), value, { maxKeys: 8 })

const toProblemType = (extensions: Schema): ProblemType | undefined => {
  try {
    return define({ SOME_FAILURE: { status: 409, title: 'Some failure', extensions } })['SOME_FAILURE']!
  } catch (error) {
    if ((error as Error).name === 'CatalogError') return undefined
    throw error
  }
}

function trouble (extensions: Schema, problemType: ProblemType, given: Readonly<Record<string, unknown>>): string | undefined {
  const problem = { problemType, extensions: given }
  let text: string
  try {
    text = createProblemRepresentation({ SOME_FAILURE: problemType }).render(problem, 'urn:uuid:1')
  } catch (error) {
    // A bigint where anything may be: the answer is then made of the constants alone.
    return /BigInt/.test(String(error)) ? undefined : `cannot be written: ${String(error)}`
  }
  const { type, title, status, code, instance, ...rest } = JSON.parse(text) as Record<string, unknown>
  if (type !== '/problems/some-failure' || title !== 'Some failure' || status !== 409 || code !== 'SOME_FAILURE' || instance !== 'urn:uuid:1') return `members of the format: ${text}`
  const taken = reservedMembers.find((reserved) => Object.hasOwn(rest, reserved))
  if (taken !== undefined) return `member of the format: ${taken}`
  const view = JSON.parse(JSON.stringify(toView(given))) as Record<string, unknown>
  if (JSON.stringify(JSON.parse(JSON.stringify(toDetails(problem)))) !== JSON.stringify(JSON.parse(text, (key, member) => key === 'instance' && member === 'urn:uuid:1' ? undefined : member))) return `two forms: ${text}`
  if (Object.keys(rest).length === 0) return undefined
  return isListed([extensions], view, rest, extensions) ? undefined : `unlisted: ${text}`
}

test('nothing unlisted leaves, JSON is valid, and members of the format are those of the catalog', async (t) => {
  let decided = 0
  fc.assert(fc.property(root, fc.array(values, { minLength: 1, maxLength: 3 }), (extensions, all) => {
    const problemType = toProblemType(extensions)
    if (problemType === undefined) return
    for (const each of all) {
      const found = trouble(extensions, problemType, each)
      decided++
      if (found !== undefined) throw new Error(found)
    }
  }), { numRuns })
  t.ok(decided > numRuns / 4, `${decided} of ${numRuns} were decided`)
})

test('the oracle agrees with a validator that others wrote', async (t) => {
  const ajv = new Ajv2020({ strict: false, logger: false })
  let compared = 0
  fc.assert(fc.property(root, values, (schema, given) => {
    const view = JSON.parse(JSON.stringify(toView(given))) as unknown
    if (toProblemType(schema) === undefined) return
    compared++
    return ajv.validate(schema, view) === isValid(schema, view, schema)
  }), { numRuns: 60 })
  t.ok(compared > 10, `${compared} were compared`)
})
