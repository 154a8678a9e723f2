/**
 * The words of the pages themselves, by language.
 */
import { defaultLanguage } from '../../catalog/language.js'
import { german } from './de.js'

export type Labels = typeof english

export const english = {
  index: 'Problem types',
  skip: 'Skip to the content',
  formats: 'Other formats',
  copy: 'Copy',
  copied: 'Copied',
  meaning: 'What it means',
  guidance: 'What to do',
  retry: 'May the request be repeated?',
  retryNone: 'No. The same request would fail again.',
  retryIdempotent: 'Only where that does no harm: nobody knows whether the request took effect.',
  retryAny: 'Yes, every request: nothing was executed.',
  safe: '`GET`, `HEAD`, `PUT`, `DELETE`, or any with an `Idempotency-Key`',
  unsafe: '`POST`, `PATCH`',
  yes: 'yes',
  no: 'no',
  after: 'Wait {seconds} seconds, or as long as `Retry-After` says.',
  backOff: 'Wait as long as `Retry-After` says. Where it says nothing, wait a little, and longer each time.',
  members: 'Members',
  member: 'Member',
  memberType: 'Type',
  memberMeaning: 'Meaning',
  optional: 'optional',
  headers: 'Headers',
  example: 'Example',
  curl: 'This page in a terminal',
  client: 'In a client',
  operations: 'Operations that send it',
  facts: 'At a glance',
  code: 'Code',
  type: 'Type',
  status: 'Status',
  action: 'Action',
  area: 'Area',
  refines: 'Special case of',
  refinedBy: 'Special cases',
  replaces: 'Stands in for',
  legacyCode: 'Older spelling',
  deprecated: 'Deprecated',
  deprecatedSince: 'Deprecated since {since}.',
  sunset: 'It may go after {sunset}.',
  replacement: 'Use {code} instead.',
  retired: 'Retired',
  retiredSince: 'No longer sent since {since}, and never used again.',
  search: 'Search',
  searchHint: 'Code, title, meaning or type URI',
  any: 'Any',
  retryFilter: 'Retry',
  never: 'never',
  idempotent: 'if idempotent',
  always: 'always',
  general: 'General',
  standard: 'Standard',
  matches: '{shown} of {total}',
  nothing: 'No code matches.'
}

const builtIn: Readonly<Record<string, Labels>> = { de: german }

/** The words of one language, and which language they are in: English where there are none. */
export function labelsOf (language: string, own: Readonly<Record<string, Partial<Labels>>> = {}): { labels: Labels, language: string } {
  const [primary = language] = language.split('-')
  const given = [builtIn[primary], own[primary], primary === language ? undefined : own[language]]
  const known = given.some((labels) => labels !== undefined)
  return { labels: Object.assign({}, english, ...given) as Labels, language: known ? language : defaultLanguage }
}
