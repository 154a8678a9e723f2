/**
 * The options of `defineUpstream()`: which codes of the other service become which of ours.
 */
import { catalogInfo, typeOfCode } from '../../catalog/info.js'
import type { AnyCatalog } from '../../catalog/definition.js'
import { isStandardCode } from '../../catalog/standard.js'
import type { NoExtensions, StandardCode } from '../../catalog/standard.js'
import type { CodeOf, ExtensionsOf } from '../../catalog/types/catalog.js'

/** The codes that need no extension members: the failure of an upstream has none. */
export type PlainCode<C> = string extends CodeOf<C>
  ? string
  : { [Code in CodeOf<C>]: NoExtensions extends ExtensionsOf<C, Code> ? Code : never }[CodeOf<C>]

export interface UpstreamOptions<C, Contract = undefined, All extends boolean = boolean> {
  /** The name of the service in our log, and in the check of its contract. */
  name: string
  /**
   * The catalog or the snapshot of the other service. A key of `codes` that is not one of its codes does not
   * compile, and `problem-json check` of that service names this one before the code is removed.
   *
   * @example
   * import payments from './payments.snapshot.json' with { type: 'json' }
   */
  contract?: Contract
  /**
   * Every code of `contract` must be translated, except the standard ones: a missing code does not compile.
   *
   * @default false
   */
  exhaustive?: All
  /**
   * Failure of the service → our code. The keys are its codes (or the URIs of its problem types), its statuses, and
   * the words `unavailable` (never connected, 429, 503), `timeout` and `otherwise`. A code counts before a status, and
   * a status before a word.
   */
  codes?: Translations<C, Contract, All> | undefined
  /** @deprecated Use `codes`, which is the same. */
  problems?: Translations<C, Contract, All> | undefined
  /**
   * Shows clients the name, as the member `service` of problem types that have this member.
   *
   * @default false
   */
  expose?: boolean | undefined
}

/** The contract of another service: its catalog, or its snapshot as JSON. */
export type UpstreamContract = AnyCatalog | { readonly problems: Readonly<Record<string, object>> }

/** Its codes → ours. */
export type Translations<C, Contract, All extends boolean> =
  [Contract] extends [undefined] ? Readonly<Record<string | number, PlainCode<C>>>
    : string extends CodeOfContract<Contract> ? Readonly<Record<string | number, PlainCode<C>>>
      : KnownTranslations<C, CodeOfContract<Contract>, All>

type CodeOfContract<Contract> = Contract extends { readonly problems: infer Problems extends object }
  ? Extract<keyof Problems, string>
  : CodeOf<Contract>

type KnownTranslations<C, Code extends string, All extends boolean> = ([All] extends [true]
  ? { readonly [Foreign in Exclude<Code, StandardCode>]: PlainCode<C> }
  : unknown) & {
    readonly [
    Any in Code | 'unavailable' | 'timeout' | 'otherwise' | `${'http' | 'https' | 'urn'}:${string}`
    ]?: PlainCode<C>
  } & { readonly [status: number]: PlainCode<C> }

const words = ['unavailable', 'timeout', 'otherwise']

const optionNames = ['name', 'contract', 'exhaustive', 'codes', 'problems', 'expose']

/** Failure of the service → our code. */
type Codes = Readonly<Record<string, string>>

type Demand = (condition: unknown, subject: string, rule: string) => void

/** Checks the rules of the types once more, for JavaScript. */
function checkContract (
  { name, contract, exhaustive = false }: UpstreamOptions<AnyCatalog, UpstreamContract | undefined>,
  codes: Codes, demand: Demand
): void {
  const subject = `The upstream '${name}'`
  if (contract === undefined) return demand(!exhaustive, subject, "state the 'contract' whose codes are exhausted")
  const types = typesOf(contract)
  demand(
    typeof types === 'object' && types !== null, `The contract of the upstream '${name}'`, 'be a catalog or a snapshot'
  )
  const keys = Object.keys(codes).filter((key) => isCode(key) && !key.includes(':'))
  const unknown = keys.find((key) => !Object.hasOwn(types, key))
  demand(unknown === undefined, subject, `translate codes of its contract, got '${unknown}'`)
  const missing = Object.keys(types).filter(
    (code) => !isStandardCode(code) && !Object.hasOwn(codes, code)
  )
  demand(
    !exhaustive || missing.length === 0, subject,
    `translate every code of its contract, and not leave out ${missing.join(', ')}`
  )
}

function typesOf (contract: UpstreamContract): Readonly<Record<string, { readonly type?: unknown }>> {
  return (catalogInfo(contract) ? contract : (contract as { problems: object }).problems) as never
}

export function isCode (key: string): boolean {
  return !words.includes(key) && !/^\d{3}$/.test(key)
}

/** For the snapshot of this service: code → type URI, where the contract has it. */
export function translatedCodes (
  codes: Codes, contract: UpstreamContract | undefined
): Record<string, string> {
  const types = contract === undefined ? {} : typesOf(contract)
  return Object.fromEntries(
    Object.keys(codes)
      .filter(isCode)
      .map((key) => [key, String((Object.hasOwn(types, key) && types[key]!.type) || '')])
  )
}

/**
 * @returns the options with `codes`, under whichever name they were given
 * @throws {TypeError} for options that break a rule
 */
export function checkOptions<C extends AnyCatalog> (
  catalog: C, options: UpstreamOptions<C>
): Omit<UpstreamOptions<C>, 'codes'> & { readonly codes: Codes } {
  const demand = (condition: unknown, subject: string, rule: string) => {
    if (!condition) throw new TypeError(`${subject} must ${rule}`)
  }
  demand(catalogInfo(catalog), 'The catalog of defineUpstream()', 'be one made by defineCatalog()')
  demand(
    typeof options?.name === 'string' && options.name !== '', "The option 'name' of defineUpstream()",
    'be a text that is not empty'
  )
  for (const option of Object.keys(options)) {
    demand(
      optionNames.includes(option), 'An option of defineUpstream()',
      `be one of ${optionNames.join(', ')}, got '${option}'`
    )
  }
  demand(
    options.codes === undefined || options.problems === undefined, `The upstream '${options.name}'`,
    "have 'codes' only, got 'problems', its old name, too"
  )
  const codes = (options.codes ?? options.problems ?? {}) as Codes
  checkContract(options, codes, demand)
  for (const [key, code] of Object.entries(codes)) {
    const subject = `The code of '${key}' of the upstream '${options.name}'`
    demand(Object.hasOwn(catalog, code), subject, `be a code of the catalog, got '${code}'`)
    demand(
      (typeOfCode(catalog, code).extensions?.required ?? []).length === 0, subject,
      `have no required extensions, got '${code}'`
    )
    demand(
      typeOfCode(catalog, code).retry !== 'any',
      subject,
      `not say retry: 'any', got '${code}': this service may have done something before it called. Define a code of ` +
      'your own'
    )
    demand(
      !/^\d+$/.test(key) || /^[45]\d\d$/.test(key), `The status '${key}' of the upstream '${options.name}'`,
      'be from 400 to 599'
    )
  }
  return { ...options, codes }
}
