/**
 * What validators and linters say of the documents: nothing.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SwaggerParser from '@apidevtools/swagger-parser'
import { validate } from '@readme/openapi-parser'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import { test } from 'tap'
import { mediaOf, problemType, withResponses } from '../../../test/fixtures/openapi-document.js'
import type { OpenApiDocument } from '../../../test/fixtures/openapi-document.js'
import { documents } from '../fixtures/openapi-documents.js'
import { complaints } from '../fixtures/tools.js'

for (const [name, document] of Object.entries(documents)) {
  test(`three validators find the document valid: ${name}`, async (t) => {
    t.match(await new Validator().validate(structuredClone(document)), { valid: true })
    await t.resolves(SwaggerParser.validate(structuredClone(document) as never))
    t.match(await validate(structuredClone(document) as never), { valid: true, warnings: [] })
  })
}

test('a linter with the strictest of its rules finds nothing', async (t) => {
  const directory = t.testdir({
    'redocly.yaml': `extends: [recommended-strict]
rules:
  operation-4xx-problem-details-rfc7807: error
  no-invalid-media-type-examples: error
  no-invalid-schema-examples: error
`
  })
  const files = Object.entries(documents).map(([name, document]) => {
    const file = join(directory, `${name.replaceAll(' ', '-')}.json`)
    writeFileSync(file, JSON.stringify(document))
    return file
  })

  t.equal(await complaints('redocly', ['lint', '--config', join(directory, 'redocly.yaml'), '--format', 'stylish', ...files]), '')
})

/** What rule 176 of Zalando's guidelines asks of the schema of a problem. */
const rule176 = {
  type: 'object',
  required: ['type', 'properties'],
  properties: {
    type: { const: 'object' },
    properties: {
      required: ['type', 'title', 'status', 'detail', 'instance'],
      properties: {
        type: member('string', ['uri', 'uri-reference']),
        title: member('string'),
        status: member('integer', ['int32']),
        detail: member('string'),
        instance: member('string', ['uri', 'uri-reference'])
      }
    }
  }
}

function member (type: string, formats?: readonly string[]) {
  return {
    required: ['type', ...formats ? ['format'] : []],
    properties: { type: { const: type }, ...formats && { format: { enum: formats } } }
  }
}

for (const name of ['example 3.1', 'example 3.0', 'shop 3.1', 'shop 3.0', 'default response'] as const) {
  test(`each failure is a problem by rule 176 of Zalando: ${name}`, async (t) => {
    const document = withResponses(documents[name] as unknown as OpenApiDocument)
    const check = new Ajv({ strict: false }).compile(rule176)
    const failures = mediaOf(document).filter(({ status }) => /^[45]|default/.test(status))
    t.ok(failures.length > 20)
    for (const { method, path, status, mediaType, media } of failures) {
      t.equal(mediaType, problemType, `${method} ${path} ${status}`)
      const references = [media.schema, ...media.schema.oneOf ?? []].map(({ $ref }) => $ref).filter(($ref) => $ref !== undefined)
      for (const $ref of references) {
        t.ok(check(document.components.schemas[$ref.split('/').at(-1)!]), `${$ref} ${JSON.stringify(check.errors)}`)
      }
    }
  })
}
