/** Whether a value fits a schema: the answer is that of an independent validator, for each keyword. */
import { Ajv } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { test } from 'tap'
import { compileFilter } from '../../../lib/catalog/extensions/compile.js'

const options = { strict: false, logger: false } as const
const judges = { draft7: new Ajv(options), draft2019: new Ajv2019(options), draft2020: new Ajv2020(options) }

const numbers = [-1, 0, 0.5, 1, 5, 9, 10, 11]
const lists = [[], [1], [1, 1], [1, 2], ['a', 1], ['a', 'b'], ['a', 1, true], [{ a: 1 }, { a: 1 }], [[], []], [1, 2, 3, 4]]
const objects = [{}, { a: 1 }, { a: 1, b: 2 }, { b: 2 }, { a: 'x', c: 1 }, { a: 1, b: 'x', c: 3 }]

const cases: [judge: keyof typeof judges, schema: object, values: readonly unknown[]][] = [
  ['draft7', { exclusiveMaximum: 5 }, numbers],
  ['draft7', { exclusiveMinimum: 0 }, numbers],
  ['draft7', { minimum: 0, maximum: 10, multipleOf: 0.5 }, numbers],
  ['draft2019', { dependentRequired: { a: ['b'], c: ['a', 'b'] } }, objects],
  ['draft2019', { dependentSchemas: { a: { required: ['b'] } } }, objects],
  ['draft7', { dependencies: { a: ['b'], c: { required: ['b'] } } }, objects],
  ['draft7', { propertyNames: { enum: ['a', 'b'] }, minProperties: 1, maxProperties: 2 }, objects],
  ['draft7', { uniqueItems: true }, lists],
  ['draft7', { uniqueItems: false, minItems: 1, maxItems: 3 }, lists],
  ['draft7', { contains: { type: 'integer' } }, lists],
  ['draft2019', { contains: { type: 'integer' }, minContains: 2, maxContains: 3 }, lists],
  ['draft7', { items: [{ type: 'string' }, { type: 'integer' }], additionalItems: { type: 'boolean' } }, lists],
  ['draft7', { items: [{ type: 'string' }], additionalItems: false }, lists],
  ['draft7', { items: { type: 'integer' }, additionalItems: false }, lists],
  ['draft2020', { prefixItems: [{ type: 'string' }], items: { type: 'integer' } }, lists]
]

for (const [judge, schema, values] of cases) {
  test(`a value fits ${JSON.stringify(schema)} as ${judge} says`, async (t) => {
    const fits = judges[judge].compile(schema)
    const { fits: ours } = compileFilter({ type: 'object', properties: { value: schema } })
    const said = values.map((value) => fits(value))

    t.ok(said.includes(true) && (said.includes(false) || 'uniqueItems' in schema || 'items' in schema), 'the values tell apart')
    for (const [index, value] of values.entries()) t.equal(ours({ value }), said[index], JSON.stringify(value))
  })
}

test('limits of draft 4 are flags', async (t) => {
  const { fits } = compileFilter({
    type: 'object',
    properties: { under: { maximum: 5, exclusiveMaximum: true }, upTo: { maximum: 5, exclusiveMaximum: false } }
  })

  t.strictSame([{ under: 4 }, { under: 5 }, { upTo: 5 }, { upTo: 6 }].map((value) => fits(value)), [true, false, true, false],
    '`maximum` itself refuses 6')
})
