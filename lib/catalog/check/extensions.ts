/**
 * The rules of the extensions of a code, and of what fills them.
 */
import { demand } from '../catalog-error.js'
import { reservedMembers } from '../definition.js'
import type { Filter } from '../extensions/filter.js'
import { placeholders } from '../texts/template.js'
import type { ExtensionSchema } from '../types/infer.js'
import { isRecord } from '../../json/record.js'

const memberPattern = /^[A-Za-z][A-Za-z0-9_-]*$/

/** @param inherited the extensions of the types that this one replaces or refines */
export function checkExtensions (
  code: string, schema: ExtensionSchema, inherited: ExtensionSchema | undefined, isFilled: boolean
): void {
  const { properties = {} } = schema
  demand(isRecord(properties), `'properties' of the extensions of '${code}'`, 'be an object', properties)
  for (const name of Object.keys(properties)) {
    checkMemberName(`An extension of '${code}'`, name)
    demand(
      !isRecord(inherited?.properties) || !Object.hasOwn(inherited.properties, name),
      `The extension '${name}' of '${code}'`,
      ['not be defined again', 'it is inherited from the code that this one refines or replaces'], name
    )
  }
  if (inherited !== undefined && !isFilled) checkOptional(code, schema, [])
}

export function checkMemberName (subject: string, name: string): void {
  demand(
    !(reservedMembers as readonly string[]).includes(name), subject,
    ['not be named like a member of the format', `those are ${reservedMembers.join(', ')}`], name
  )
  demand(
    memberPattern.test(name), subject, 'start with a letter and go on with letters, digits, _ or - (RFC 9457 §3.2)',
    name
  )
}

/** A type that is sent automatically has no value for a member that only the application knows. */
export function checkOptional (code: string, { required = [] }: ExtensionSchema, known: readonly string[]): void {
  for (const name of required) {
    demand(
      known.includes(name),
      `The extension '${name}' of '${code}'`,
      [
        'be optional',
        "a failure that is recognised automatically has no value for it, unless 'fill' of a code that refines gives it"
      ],
      'a required one'
    )
  }
}

export function checkPlaceholders (
  subject: string, templates: readonly string[], schema: ExtensionSchema | undefined
): void {
  const members = Object.keys(schema?.properties ?? {})
  for (const name of placeholders(templates)) {
    demand(
      members.includes(name), `A placeholder in ${subject}`,
      members.length > 0 ? `be one of its extensions (${members.join(', ')})` : 'be an extension, and it has none',
      `{${name}}`
    )
  }
}

export function checkExamples (code: string, examples: readonly unknown[], filter: Filter): void {
  demand(Array.isArray(examples), `The examples of '${code}'`, 'be a list of extension members', examples)
  for (const example of examples) {
    demand(isRecord(example) && filter.fits(example), `An example of '${code}'`, 'fit its extension schema', example)
    const [extra] = Object.keys(example).filter((name) => !Object.hasOwn(filter.pick(example) as object, name))
    demand(extra === undefined, `An example of '${code}'`, 'hold only members that its schema lists', extra)
  }
}
